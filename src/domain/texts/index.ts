export { longestText, refuseFiles, refuseLongText } from "./rules.ts";
export { countSegments } from "./segments.ts";
