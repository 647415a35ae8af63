export { addNote } from "./add-note.ts";
export {
  lockArrangement,
  openApart,
  type Place,
  type PlacedMessage,
  placeMessages,
  placesOf,
  refreshConversation,
  rehomeMessages,
} from "./arrange-messages.ts";
export { assignConversation, takeConversation } from "./assign-conversation.ts";
export {
  type AttachmentWithSource,
  getAttachment,
  listAttachments,
  listUnfetched,
  noteImportProblem,
  noteStored,
} from "./attachments.ts";
export { changeConversation } from "./change-conversation.ts";
export { type ChangedTogether, changeTogether } from "./change-together.ts";
export { providerThreadOf } from "./choose-threads.ts";
export { closeConversation, reopenConversation } from "./close-conversation.ts";
export {
  beginSending,
  markFailed,
  markSent,
  noteMissing,
  refusalOfMessage,
  returnToQueue,
  type Sending,
} from "./deliver-reply.ts";
export {
  deleteConversations,
  filesOfConversations,
  hasConversations,
  listSomeOf,
  lockSomeOf,
} from "./erase-conversations.ts";
export { eraseMessages, findElsewhere, listUnpacked } from "./erase-elsewhere.ts";
export { maxRecipients } from "./explicit-recipients.ts";
export { giveConversations } from "./give-conversations.ts";
export { type ChatMessage, listChat } from "./list-chat.ts";
export { getInboxRow, type InboxRow, inboxRows, listConversations } from "./list-conversations.ts";
export { markSpam, setPriority, trashConversation } from "./mark-conversation.ts";
export { linkMedia, openMediaLink } from "./media-links.ts";
export { isKnownMessage, noteDelivery } from "./note-delivery.ts";
export { type PutBack, putBackConversation } from "./put-back-conversation.ts";
export {
  getConversation,
  getMessage,
  latestCorrespondence,
  listMessages,
  lockConversation,
  lockConversations,
  type MessageWithAttachments,
  mergedAway,
  messagesOf,
  newestMessageId,
} from "./queries.ts";
export { AlreadyFiled, type ReceivedMessage, receiveMessages } from "./receive-messages.ts";
export { chooseRecipients, previewRecipients } from "./recipients.ts";
export { messagesSince, refuseStale, type Seen } from "./refuse-stale.ts";
export { acceptReply, queueReply, type Reply, reply, viaOf, type Way } from "./reply.ts";
export { resendMessage } from "./resend-message.ts";
export { rewordMessage } from "./reword-message.ts";
export { setStatus } from "./set-status.ts";
export { checkSnooze, snoozeConversation, wakeConversation } from "./snooze-conversation.ts";
export type { Author, Conversation, Message, Placement } from "./tables.ts";
export { findByClientId } from "./write-message.ts";
