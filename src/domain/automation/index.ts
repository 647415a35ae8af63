export type { Draft, DraftSource, Run, RunStep } from "./tables.ts";
export { takeDraft } from "./take-draft.ts";
