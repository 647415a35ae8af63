export { cancelWaitingRuns } from "./cancel-waiting-runs.ts";
export { discardDraft, dropDraft } from "./discard-draft.ts";
export { endOvertaken, whyRunOver, whyWaitingOver } from "./end-overtaken.ts";
export { endSpokenRuns } from "./end-spoken-runs.ts";
export { eraseRunContents, runsOf } from "./erase-runs.ts";
export { findGoneOn } from "./find-gone-on.ts";
export { finishRun } from "./finish-run.ts";
export { handOver } from "./hand-over.ts";
export { holdDraft } from "./hold-draft.ts";
export { listToolCalls, type ToolCall } from "./list-tool-calls.ts";
export { type HandOverReason, handOverReasons } from "./outcomes.ts";
export {
  answersInARow,
  countToolCalls,
  findStanding,
  getDraft,
  getRun,
  hasFollowedUp,
  lastWord,
  listRunSteps,
  listRuns,
  listUnsure,
  newestTurns,
  stepsOf,
  wasReported,
} from "./queries.ts";
export { type NewRunStep, recordRunStep } from "./record-run-step.ts";
export { isOutreach, isUnasked } from "./rules.ts";
export { scheduleRun } from "./schedule-run.ts";
export { sendDraft } from "./send-draft.ts";
export { startRun } from "./start-run.ts";
export { startSpokenRun } from "./start-spoken-run.ts";
export { stopRun } from "./stop-run.ts";
export type { Draft, DraftSource, Run, RunCause, RunStep } from "./tables.ts";
export { takeDraft } from "./take-draft.ts";
export { type NewDraft, writeDraft } from "./write-draft.ts";
