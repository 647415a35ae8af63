import { pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { conversations } from "../conversations/tables.ts";
import { document, hiddenWithConversation, moment, within, workspacePolicy } from "../workspaces/tables.ts";

export interface CartLine {
  title: string;
  variant: string | null;
  quantity: number;
  /** In the smallest unit of the cart's currency. */
  unitPriceMinor: number;
  imageUrl: string | null;
}

export interface Cart {
  /** ISO 4217, capitals. */
  currency: string;
  totalMinor: number;
  lines: CartLine[];
}

export interface Page {
  url: string;
  title: string;
  at: string;
}

/** What the customer of a conversation has in the cart and looks at, as the storefront told last. */
export const browsings = pgTable(
  "browsings",
  {
    workspaceId: uuid().notNull(),
    conversationId: uuid().notNull(),
    createdAt: moment().notNull().defaultNow(),
    /** When it was so at the storefront: what comes late and is older changes nothing. */
    seenAt: moment().notNull(),
    cart: document<Cart | null>(),
    /** Newest first. */
    pages: document<Page[]>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.conversationId] }),
    workspacePolicy(),
    hiddenWithConversation(t),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
export type Browsing = Pick<typeof browsings.$inferSelect, "cart" | "pages" | "seenAt">;
