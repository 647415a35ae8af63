import type { z } from "zod";
import type { ScheduledWithFiles } from "../../../domain/scheduled-replies/index.ts";
import type { messageShape } from "../conversations/message-shape.ts";

/** A reply that is no message of the conversation yet, in a message's shape. */
export function showScheduled(row: ScheduledWithFiles): z.input<typeof messageShape> {
  const { id, conversationId, via, author, to, cc, bcc, body, state, heldBecause, purpose, files, steps } = row;
  return {
    ...{
      id,
      conversationId,
      kind: "reply",
      via,
      author,
      from: null,
      to,
      cc,
      bcc,
      mentions: [],
      subject: "",
      text: body,
    },
    ...{ delivery: null, promotional: row.promotional },
    ...{ hasHtml: false, state, failure: heldBecause, notice: null, canUndo: purpose === "undo" },
    ...(steps.length > 0 && { steps }),
    attachments: files.map((file) => ({ ...file, inline: false })),
    sendAt: row.sendAt.toISOString(),
    at: row.createdAt.toISOString(),
    why: { by: "written", as: null, messageId: null, conversationId: null, corrected: null, text: "Written here." },
  };
}
