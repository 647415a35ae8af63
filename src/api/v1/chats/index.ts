import type { Endpoint } from "../../endpoint.ts";
import { beginSession } from "../widget/begin-session.ts";
import { listChatMessages } from "../widget/list-chat-messages.ts";
import { sendChatMessage } from "../widget/send-chat-message.ts";
import { connectChat } from "./connect-chat.ts";
import { replaceChatSecret } from "./replace-secret.ts";

/** Chats of shops' pages, and what those pages ask. */
export const chatEndpoints: Readonly<Record<string, Endpoint>> = {
  connectChat,
  replaceChatSecret,
  beginSession,
  sendChatMessage,
  listChatMessages,
};
