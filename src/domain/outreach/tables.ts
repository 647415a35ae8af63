import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { conversations } from "../conversations/tables.ts";
import { customers } from "../customers/tables.ts";
import { hiddenWithItsConversation, moment, owned, tenancy, within } from "../workspaces/tables.ts";
import { occasions, reasons } from "./rules.ts";

/** A reason of a customer's own to be written to unasked, and what became of it: one row for each, whatever it came to. */
export const outreaches = pgTable(
  "outreaches",
  {
    ...owned,
    customerId: uuid().notNull(),
    occasion: text({ enum: occasions }).notNull(),
    /** The checkout, or the request to be told. Without a key: the row says afterwards why nothing was written. */
    sourceId: uuid().notNull(),
    /** Where she is to be written to, if that is known before; afterwards, where she was. */
    conversationId: uuid(),
    /** The turn that was begun. */
    runId: uuid(),
    /** held_out: she would have been written to, and chance kept her out. begun: a turn was; it says what came of it. */
    state: text({ enum: ["planned", "held_out", "not_sent", "begun"] })
      .notNull()
      .default("planned"),
    /** Why it was not sent. */
    reason: text({ enum: reasons }),
    /** How the draw fell, and at how many in a hundred; null: nothing was drawn. */
    isHeldOut: boolean(),
    percent: integer(),
    dueAt: moment().notNull(),
    decidedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithItsConversation(t),
    unique("outreaches_once").on(t.workspaceId, t.occasion, t.sourceId),
    index("outreaches_customer").on(t.workspaceId, t.customerId, t.createdAt.desc(), t.id.desc()),
    index("outreaches_conversation").on(t.workspaceId, t.conversationId).where(sql`conversation_id is not null`),
    index("outreaches_begun").on(t.workspaceId, t.occasion, t.decidedAt).where(sql`state = 'begun'`),
    within(t.workspaceId, t.customerId, customers),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
export type Outreach = typeof outreaches.$inferSelect;
