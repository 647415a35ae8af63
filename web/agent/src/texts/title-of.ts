import type { Conversation } from "../api/types.ts";

/** Texts, calls and chats have no subject of their own. */
const untitled: Partial<Record<Conversation["channel"], string>> = {
  sms: "Text messages",
  voice: "Phone call",
  chat: "Chat",
};

/** What a conversation is called wherever it is named. */
export function titleOf({ subject, channel }: Pick<Conversation, "subject" | "channel">): string {
  return subject || (untitled[channel] ?? "(no subject)");
}
