export { discardDraft } from "./discard-draft.ts";
export { finishRun } from "./finish-run.ts";
export { getDraft, getRun, lastWord, listRunSteps, listRuns } from "./queries.ts";
export { recordRunStep } from "./record-run-step.ts";
export { scheduleRun } from "./schedule-run.ts";
export { startRun } from "./start-run.ts";
export type { DraftSource, Run } from "./tables.ts";
export { takeDraft } from "./take-draft.ts";
export { writeDraft } from "./write-draft.ts";
