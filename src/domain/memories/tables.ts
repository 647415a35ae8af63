import { index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { conversations } from "../conversations/tables.ts";
import { customers } from "../customers/tables.ts";
import { hiddenWithConversation, owned, tenancy, within } from "../workspaces/tables.ts";
import { memoryKinds } from "./rules.ts";

/** What a customer said about herself that the AI keeps in mind, in her own words. */
export const customerMemories = pgTable(
  "customer_memories",
  {
    ...owned,
    customerId: uuid().notNull(),
    /** Where she said it. */
    conversationId: uuid().notNull(),
    kind: text({ enum: memoryKinds }).notNull(),
    words: text().notNull(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithConversation(t),
    unique("customer_memories_words").on(t.workspaceId, t.customerId, t.words),
    index("customer_memories_conversation").on(t.workspaceId, t.conversationId),
    within(t.workspaceId, t.customerId, customers),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
export type Memory = typeof customerMemories.$inferSelect;
