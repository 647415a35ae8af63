export { type CarriedDrafts, carryDrafts, giveDraftsBack } from "./carry-drafts.ts";
export { clearDraft, discardDraft } from "./discard-draft.ts";
export { filesOfDrafts, redactDrafts } from "./erase-drafts.ts";
export { type DraftWithFiles, findDrafts, listDraftedUploads } from "./queries.ts";
export { returnToDraft } from "./return-to-draft.ts";
export { saveDraft } from "./save-draft.ts";
