import { z } from "zod";
import { maxRecipients } from "../../../domain/conversations/index.ts";
import { sendReply } from "../../../domain/scheduled-replies/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showScheduled } from "../scheduled-replies/show-scheduled.ts";
import { confirmedInput } from "../steps/step-shape.ts";
import { attachmentIds, messageShape, showWritten } from "./message-shape.ts";

const named = z
  .array(z.object({ address: z.email().max(320), name: z.string().max(255).default("") }))
  .max(maxRecipients);

export const createReply = endpoint({
  method: "post",
  path: "/v1/conversations/:conversationId/replies",
  scope: "conversations:write",
  summary: "Reply to the customer on the conversation's own channel",
  description:
    "409 with `details.reason` = `newer_messages` when something was written that the author has not seen; " +
    "`details.messages` says what. Send again with the newest id, or with `force`. 409 with `draft_changed` when the " +
    "draft named is no longer the conversation's, `overtaken` when the shop wrote first in it for a reason that is over by " +
    "now (`details.over` says which), `client_message_id_taken` when the key is another author's. Whom " +
    "the reply goes to is decided here unless it is named; `GET …/recipients` says it beforehand. With `sendAt`, or " +
    "while people's replies can be called back, the answer is a scheduled reply: a message with the same id comes " +
    "when it is sent. Should something newer come until then, it is held back. `steps` and `actions` are done with it, " +
    "or nothing is: 409 with `details.step` for a step that is refused, `details.plannedId` for an action. With `actions` " +
    "it goes at once, and never with `sendAt` (422, `actions_cannot_wait`). 409 with `consent_withdrawn` " +
    "when somebody it goes to has opted out of this channel; with `promotional` also `no_consent`, and `quiet_hours` with " +
    "`details.opensAt`: send it from then on.",
  tag: "Conversations",
  input: z.object({
    conversationId: z.uuid(),
    body: z.string().trim().min(1).max(50_000).describe("Plain text; characters, not bytes."),
    lastSeenMessageId: z.uuid().describe("The last message the author saw."),
    force: z.boolean().optional().describe("Send although something newer came."),
    clientMessageId: z.string().min(1).max(100).optional().describe("The author's own key: sending twice sends once."),
    attachmentIds,
    to: named.optional().describe(`Instead of the usual people. Together at most ${maxRecipients}.`),
    cc: named.optional(),
    bcc: named.optional().describe("Who gets it without the others knowing."),
    sendAt: z.iso.datetime({ offset: true }).optional().describe("When it goes out, at most a year from now."),
    ...confirmedInput,
    promotional: z
      .boolean()
      .optional()
      .describe("It is to sell something: it takes consent to advertising, and daytime where the customer is."),
    draftId: z
      .uuid()
      .optional()
      .describe("The draft this reply was made from: refused if it was replaced, used or discarded meanwhile."),
  }),
  output: messageShape,
  status: 201,
  problems: [409],
  async run(
    ctx,
    { force, clientMessageId, draftId, attachmentIds, to, cc, bcc, sendAt, promotional, steps, actions, ...input },
  ) {
    const sent = await sendReply(ctx, {
      ...input,
      ...(force !== undefined && { force }),
      ...(clientMessageId !== undefined && { clientMessageId }),
      ...(draftId !== undefined && { draftId }),
      ...(attachmentIds !== undefined && { attachmentIds }),
      ...(to !== undefined && { to }),
      ...(cc !== undefined && { cc }),
      ...(bcc !== undefined && { bcc }),
      ...(steps !== undefined && { steps }),
      ...(actions !== undefined && { actions }),
      ...(promotional !== undefined && { promotional }),
      ...(sendAt !== undefined && { sendAt: new Date(sendAt) }),
    });
    if ("scheduled" in sent) return showScheduled(sent.scheduled);
    return showWritten(ctx, sent.message, attachmentIds);
  },
});
