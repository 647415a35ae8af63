import { z } from "zod";
import type { Hit } from "../../../domain/search/index.ts";
import { conversationFolder } from "../conversations/conversation-shape.ts";

const highlighted = z
  .array(z.object({ text: z.string(), match: z.boolean().describe("Fits the search: to be marked.") }))
  .describe("A text in pieces, in order. Plain text: escape it.")
  .meta({ id: "Highlighted" });

const moment = z.date();
const customer = z.object({ id: z.uuid(), name: highlighted });
const kind = z.enum(["customer", "reply", "note"]);

const conversationHit = z
  .object({
    type: z.literal("conversation"),
    id: z.uuid(),
    subject: highlighted,
    folder: conversationFolder,
    channel: z.enum(["email", "sms", "voice", "chat"]),
    customer,
    assigneeName: z.string().nullable(),
    at: moment.describe("Last activity."),
    message: z
      .object({ id: z.uuid(), kind, authorName: z.string(), at: moment, snippet: highlighted })
      .describe("The message that fits best; if no words were asked for, the last one."),
  })
  .meta({ id: "ConversationHit" });

const messageHit = z
  .object({
    type: z.literal("message"),
    id: z.uuid(),
    conversationId: z.uuid(),
    kind,
    authorName: z.string(),
    at: moment,
    snippet: highlighted,
    subject: highlighted,
    folder: conversationFolder,
    channel: z.enum(["email", "sms", "voice", "chat"]),
    customer,
  })
  .meta({ id: "MessageHit" });

const customerHit = z
  .object({
    type: z.literal("customer"),
    id: z.uuid(),
    name: highlighted,
    contacts: z.array(z.object({ kind: z.enum(["email", "phone"]), value: highlighted })),
    conversationId: z.uuid().nullable().describe("Her latest conversation."),
    at: moment.describe("Known since."),
    exact: z.boolean().describe("It has exactly the address or number asked for."),
  })
  .meta({ id: "CustomerHit" });

const orderHit = z
  .object({
    type: z.literal("order"),
    id: z.uuid(),
    name: highlighted,
    customer,
    lines: highlighted,
    placedAt: moment,
    currency: z.string(),
    totalMinor: z.number().int(),
    financialStatus: z.string().nullable(),
    fulfillmentStatus: z.string().nullable(),
    cancelledAt: moment.nullable(),
    adminUrl: z.string().nullable(),
    conversationId: z.uuid().nullable().describe("The latest conversation with its customer."),
    exact: z.boolean().describe("It has exactly the number asked for."),
  })
  .meta({ id: "OrderHit" });

export const hitShape = z.discriminatedUnion("type", [conversationHit, messageHit, customerHit, orderHit]);

/** Hits have the shape they are shown in. */
export function showHit(hit: Hit): z.input<typeof hitShape> {
  return hit as z.input<typeof hitShape>;
}
