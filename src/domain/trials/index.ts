export { eraseTrials, finishCase, type Tried } from "./finish-case.ts";
export {
  findWaitingCase,
  getTrial,
  listTrialCases,
  listTrials,
  type ShownCase,
  type TrialProgress,
} from "./queries.ts";
export { startTrial } from "./start-trial.ts";
export type { Trial } from "./tables.ts";
