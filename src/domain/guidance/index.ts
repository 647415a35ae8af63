export { type GuidanceContent, guidanceContent } from "./content.ts";
export { type ChosenMode, maySendAlone, modeFor } from "./modes.ts";
export { intentsOf } from "./problems.ts";
export { publishGuidance } from "./publish-guidance.ts";
export {
  type Guidance,
  getWorkingCopy,
  publishedGuidance,
} from "./queries.ts";
export { answerModes, type Confidence, confidences, knownIntents } from "./rules.ts";
export { saveGuidance } from "./save-guidance.ts";
