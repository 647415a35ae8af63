export { explainPlaces, type Why } from "./explain-places.ts";
export { linkConversations, listLinks, unlinkConversations } from "./link-conversations.ts";
export { mergeConversation } from "./merge-conversation.ts";
export { moveMessage } from "./move-message.ts";
export { previewMerge } from "./preview-merge.ts";
export { listCorrections, subjectsOf } from "./queries.ts";
export { mostSplitOff, splitConversation } from "./split-conversation.ts";
export type { Correction } from "./tables.ts";
export { undoCorrection } from "./undo-correction.ts";
