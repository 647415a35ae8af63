export { eraseTrials, finishCase, type Tried } from "./finish-case.ts";
export { findWaitingCase, getTrial, listTrialCases, type TrialProgress } from "./queries.ts";
export { startTrial } from "./start-trial.ts";
export type { Trial, TrialCase } from "./tables.ts";
