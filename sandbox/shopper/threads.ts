import type { PlayedMail, ReadMail } from "../gmail/play.ts";

const picture = /^image\/(?:png|jpeg|gif|webp)$/;

/** A shopper's mail as the page shows it: the thread with the newest mail first, in it the oldest first. */
export function threadsShown(mail: PlayedMail, address: string) {
  return mail.threads(address).map(({ id, subject, messages }) => ({
    ...{ id, subject: subject || "(no subject)" },
    at: messages.at(-1)?.at ?? "",
    unread: messages.some(({ isUnread }) => isUnread),
    messages: messages.map((each) => messageShown(address, each)),
  }));
}

/** Pictures are shown on the page, everything else is saved. */
export function isPicture(contentType: string): boolean {
  return picture.test(contentType);
}

function messageShown(owner: string, { id, isOwn, at, from, text, attachments }: ReadMail) {
  return {
    ...{
      id,
      at,
      mine: isOwn,
      from: {
        name:
          from
            .replace(/<[^>]*>/, "")
            .replaceAll('"', "")
            .trim() || from,
      },
    },
    text: text.trim(),
    attachments: attachments.map(({ partId, filename, contentType }) => ({
      ...{ name: filename, isPicture: isPicture(contentType) },
      url: `/shopper/api/${encodeURIComponent(owner)}/attachments/${id}/${partId || "whole"}`,
    })),
  };
}
