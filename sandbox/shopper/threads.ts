import { addressesIn, decodeWords, headerOf } from "../gmail/headers.ts";
import { mailsOf, threadOf } from "../gmail/mailbox.ts";
import { attachmentsOf, mimeTree, readableText } from "../gmail/mime-tree.ts";
import type { Mail, Mailbox } from "../gmail/state.ts";

/** A shopper's mail as the page shows it: the thread with the newest mail first, in it the oldest first. */
export function threadsOf(mailbox: Mailbox) {
  const ids = new Set(mailsOf(mailbox).map(({ threadId }) => threadId));
  return [...ids].flatMap((id) => {
    const mails = threadOf(mailbox, id);
    const [first] = mails;
    const last = mails.at(-1);
    if (!first || !last) return [];
    return [
      {
        ...{ id, subject: decodeWords(headerOf(first.headers, "Subject") ?? "") || "(no subject)" },
        at: new Date(last.internalDateMs).toISOString(),
        unread: mails.some(({ labelIds }) => labelIds.has("UNREAD")),
        messages: mails.map((mail) => messageOf(mailbox, mail)),
      },
    ];
  });
}

function messageOf(mailbox: Mailbox, mail: Mail) {
  const from = decodeWords(headerOf(mail.headers, "From") ?? "");
  const [address = ""] = addressesIn(from);
  const tree = mimeTree(mail.raw);
  return {
    ...{ id: mail.id, mine: mail.labelIds.has("SENT"), at: new Date(mail.internalDateMs).toISOString() },
    from: {
      address,
      name:
        from
          .replace(/<[^>]*>/, "")
          .replaceAll('"', "")
          .trim() || address,
    },
    text: readableText(tree).trim(),
    attachments: attachmentsOf(tree).map(({ partId, filename, mimeType }) => ({
      ...{ name: filename, isPicture: /^image\/(?:png|jpeg|gif|webp)$/.test(mimeType) },
      url: `api/${encodeURIComponent(mailbox.address)}/attachments/${mail.id}/${partId}`,
    })),
  };
}
