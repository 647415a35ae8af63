export { changesBetween } from "./changes.ts";
export { type GuidanceContent, guidanceContent, noGuidance } from "./content.ts";
export { type ChosenMode, maySendAlone, modeFor } from "./modes.ts";
export { intentsOf } from "./problems.ts";
export { publishGuidance } from "./publish-guidance.ts";
export {
  findPublished,
  type Guidance,
  getGuidanceVersion,
  getWorkingCopy,
  guidanceOf,
  listGuidanceVersions,
  publishedGuidance,
} from "./queries.ts";
export { answerModes, type Confidence, confidences, knownIntents } from "./rules.ts";
export { saveGuidance } from "./save-guidance.ts";
export type { GuidanceVersion } from "./tables.ts";
