import { bigint, boolean, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { connections } from "../connections/tables.ts";
import { document, moment, owned, tenancy, within } from "../workspaces/tables.ts";

/** What carriers still want of a number, or the provider: a stable word, and what to do in words for a merchant. */
export interface Lack {
  code: string;
  message: string;
}

/** The shop's own phone numbers at a provider, bought from here or there. */
export const numbers = pgTable(
  "numbers",
  {
    ...owned,
    connectionId: uuid().notNull(),
    /** E.164. */
    number: text().notNull(),
    /** The provider's; null while it is not bought. */
    externalId: text(),
    kind: text({ enum: ["local", "mobile", "toll_free", "short_code"] }).notNull(),
    /** `ordered`: to be bought; `releasing`: to be given back. */
    state: text({ enum: ["ordered", "refused", "active", "releasing", "released"] }).notNull(),
    /** Why it could not be bought or given back, or is gone, in words a merchant understands. */
    stateReason: text(),
    texts: boolean().notNull(),
    pictures: boolean().notNull(),
    calls: boolean().notNull(),
    /** A month, as confirmed by who ordered it; null: not bought from here. */
    priceMinor: bigint({ mode: "number" }),
    currency: text(),
    /** Who ordered it last. */
    orderedBy: uuid(),
    /** When the provider was first asked to sell it: from then on it may be ours. */
    attemptedAt: moment(),
    /** Texts go out from it, and what comes in is told here. */
    isSetUp: boolean().notNull().default(false),
    /** With the carriers of the country. */
    registration: text({ enum: ["not_needed", "registered", "pending", "missing", "rejected"] })
      .notNull()
      .default("missing"),
    lacks: document<Lack[]>().notNull(),
    /** When the provider was last asked about it. */
    refreshedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    unique("numbers_once").on(t.workspaceId, t.connectionId, t.number),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type PhoneNumber = typeof numbers.$inferSelect;
