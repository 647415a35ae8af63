export { cancelReply, sweepCanceled } from "./cancel-reply.ts";
export { carryReplies } from "./carry-replies.ts";
export { dispatchReply, holdReply, sendScheduledNow } from "./dispatch-reply.ts";
export { redactScheduled, waitingIn } from "./erase-scheduled.ts";
export { listScheduledReplies, type ScheduledWithFiles } from "./queries.ts";
export { sendReply } from "./send-reply.ts";
export { getUndoDelays, longestUndoSeconds, setUndoDelays } from "./undo-delays.ts";
