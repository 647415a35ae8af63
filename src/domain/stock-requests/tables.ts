import { sql } from "drizzle-orm";
import { index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { connections } from "../connections/tables.ts";
import { conversations } from "../conversations/tables.ts";
import { customers } from "../customers/tables.ts";
import { hiddenWithConversation, moment, owned, tenancy, within } from "../workspaces/tables.ts";
import { stockRequestStates } from "./rules.ts";

/** A customer asked to be told when something that is sold out is there again. */
export const stockRequests = pgTable(
  "stock_requests",
  {
    ...owned,
    customerId: uuid().notNull(),
    /** Where she asked, and where she is told. */
    conversationId: uuid().notNull(),
    connectionId: uuid().notNull(),
    variantExternalId: text().notNull(),
    /** The goods, as she was told of them. */
    title: text().notNull(),
    state: text({ enum: stockRequestStates }).notNull().default("open"),
    /** She was told that it is there. */
    metAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithConversation(t),
    // What is looked for when a shop's goods have changed.
    uniqueIndex("stock_requests_open")
      .on(t.workspaceId, t.connectionId, t.variantExternalId, t.customerId)
      .where(sql`state = 'open'`),
    index("stock_requests_customer").on(t.workspaceId, t.customerId, t.createdAt.desc()),
    index("stock_requests_conversation").on(t.workspaceId, t.conversationId),
    within(t.workspaceId, t.customerId, customers),
    within(t.workspaceId, t.conversationId, conversations),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type StockRequest = typeof stockRequests.$inferSelect;
