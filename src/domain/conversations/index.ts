export { addNote } from "./add-note.ts";
export { assignConversation } from "./assign-conversation.ts";
export { closeConversation, reopenConversation } from "./close-conversation.ts";
export { beginSending, markFailed, markSent, returnToQueue, type Sending } from "./deliver-reply.ts";
export { getInboxRow, type InboxPage, type InboxRow, listConversations } from "./list-conversations.ts";
export {
  getConversation,
  getMessage,
  latestCorrespondence,
  listMessages,
  lockConversation,
  type MessageWithAttachments,
} from "./queries.ts";
export { AlreadyFiled, type ReceivedMessage, receiveMessages } from "./receive-messages.ts";
export { type Reply, reply } from "./reply.ts";
export type { Attachment, Author, Conversation, MailAddress, Message } from "./tables.ts";
