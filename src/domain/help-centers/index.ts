export { type HelpCenterPlace, openHelpCenter } from "./open-help-center.ts";
export { getHelpCenter, type PlacedArticle, readingPaths, readPlacedText } from "./queries.ts";
export { longestName, longestSlug, pathOf } from "./rules.ts";
export { setHelpCenter } from "./set-help-center.ts";
