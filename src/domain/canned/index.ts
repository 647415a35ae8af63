export { archiveCannedReply } from "./archive-canned-reply.ts";
export { createCannedReply } from "./create-canned-reply.ts";
export { fillInCannedReply } from "./fill-in-canned-reply.ts";
export { getCannedReply, listCannedReplies } from "./queries.ts";
export { restoreCannedReply } from "./restore-canned-reply.ts";
export { longest, shortcutPattern } from "./rules.ts";
export type { CannedReply } from "./tables.ts";
export { updateCannedReply } from "./update-canned-reply.ts";
