import { z } from "zod";
import type { PlayedMail, WrittenMail } from "../gmail/play.ts";

/** What the page sends. */
export const letter = z.object({
  to: z.string().includes("@"),
  subject: z.string().max(300).default(""),
  text: z.string().min(1).max(100_000),
  /** Answers the newest mail of this thread. */
  threadId: z.string().nullish(),
  attachment: z.object({ name: z.string().max(200), contentType: z.string(), base64: z.base64() }).nullish(),
});

/** The mail a mail program would make of it: an answer names the mails it answers and keeps the subject. */
export function writtenMail(mail: PlayedMail, address: string, given: z.infer<typeof letter>): WrittenMail {
  const { to, text, subject, threadId, attachment } = given;
  const last = mail
    .threads(address)
    .find(({ id }) => id === threadId)
    ?.messages.at(-1);
  const answer = last && {
    subject: /^\s*re\s*:/i.test(last.subject) ? last.subject : `Re: ${last.subject}`,
    inReplyTo: last.messageId ?? undefined,
    references: last.references,
  };
  const attachments = attachment && [
    {
      filename: attachment.name,
      contentType: attachment.contentType,
      content: Buffer.from(attachment.base64, "base64"),
    },
  ];
  return { to, text, subject, ...answer, attachments: attachments ?? undefined };
}
