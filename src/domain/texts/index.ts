export { longestText, refuseLongText } from "./rules.ts";
export { countSegments } from "./segments.ts";
