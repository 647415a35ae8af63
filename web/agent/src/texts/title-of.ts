import type { Conversation } from "../api/types.ts";

/** Texts have no subject. */
export function titleOf({ subject, channel }: Pick<Conversation, "subject" | "channel">): string {
  return subject || (channel === "sms" ? "Text messages" : "(no subject)");
}
