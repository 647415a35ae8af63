export { type HelpCenterPlace, openHelpCenter } from "./open-help-center.ts";
export { getHelpCenter, type PlacedArticle, readPlacedText } from "./queries.ts";
export { longestName, longestSlug } from "./rules.ts";
export { setHelpCenter } from "./set-help-center.ts";
