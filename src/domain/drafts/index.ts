export { clearDraft, discardDraft } from "./discard-draft.ts";
export { type DraftWithFiles, findDrafts, listDraftedUploads } from "./queries.ts";
export { saveDraft } from "./save-draft.ts";
