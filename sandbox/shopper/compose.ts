import MailComposer from "nodemailer/lib/mail-composer";
import { z } from "zod";
import { decodeWords, headerOf, messageIdsIn } from "../gmail/headers.ts";
import { threadOf } from "../gmail/mailbox.ts";
import type { Mailbox } from "../gmail/state.ts";

export const letter = z.object({
  to: z.string().includes("@"),
  subject: z.string().max(300).default(""),
  text: z.string().min(1).max(100_000),
  /** Answers the newest mail of this thread. */
  threadId: z.string().nullish(),
  attachment: z.object({ name: z.string().max(200), contentType: z.string(), base64: z.base64() }).nullish(),
});

/** The mail a mail program would send; an answer names the mails it answers and keeps the subject. */
export async function compose(
  mailbox: Mailbox,
  given: z.infer<typeof letter>,
): Promise<{ raw: Buffer; threadId: string | null }> {
  const { to, text, attachment } = given;
  const mails = given.threadId ? threadOf(mailbox, given.threadId) : [];
  const last = mails.at(-1);
  const answered = last ? headerOf(last.headers, "Message-ID") : null;
  const mail = new MailComposer({
    from: { name: mailbox.name, address: mailbox.address },
    ...{ to, text, subject: last ? answerTo(subjectOf(last.headers)) : given.subject },
    ...(answered ? { inReplyTo: answered, references: referencesOf(last?.headers ?? [], answered) } : {}),
    attachments: attachment
      ? [
          {
            filename: attachment.name,
            contentType: attachment.contentType,
            content: Buffer.from(attachment.base64, "base64"),
          },
        ]
      : [],
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { raw: await mail.compile().build(), threadId: last?.threadId ?? null };
}

type Headers = Parameters<typeof headerOf>[0];

function subjectOf(headers: Headers): string {
  return decodeWords(headerOf(headers, "Subject") ?? "");
}

function answerTo(subject: string): string {
  return /^\s*re\s*:/i.test(subject) ? subject : `Re: ${subject}`;
}

function referencesOf(headers: Headers, answered: string): string[] {
  return [...new Set([...messageIdsIn(headerOf(headers, "References")), answered])];
}
