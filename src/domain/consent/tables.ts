import { sql } from "drizzle-orm";
import { foreignKey, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { document, moment, owned, tenancy, workspaces } from "../workspaces/tables.ts";

/** What shows that somebody said so. */
export interface Evidence {
  /** The words that were taken for it. */
  words?: string;
  /** Of the whole text, SHA-256 as hex: proves what was written when the message itself is gone. */
  textHash?: string;
  /** Our message, where somebody pointed at one. */
  messageId?: string;
  /** The message as the provider knows it. */
  connectionId?: string;
  externalId?: string;
  /** The provider's own word, such as its error code. */
  providerCode?: string;
  /** What the person who recorded it wrote. */
  note?: string;
}

/**
 * Who may be written to, on which channel, for what: one row for each time somebody said so. Rows are only added; the
 * newest of an address, channel and purpose counts. Erasing a person takes `address` and `evidence` out of her rows and
 * leaves that she withdrew: by `addressKey` she is recognised if somebody types her address in again.
 */
export const consents = pgTable(
  "consents",
  {
    ...owned,
    channel: text({ enum: ["email", "sms", "voice", "chat"] }).notNull(),
    /** On whose page it was recorded; null: it came in a message. Without a key, so that it outlives her. */
    customerId: uuid(),
    /** SHA-256 of the workspace and the address, see `addressKeyOf`. */
    addressKey: text().notNull(),
    /** Normalised: lower-case email, E.164 phone. Null: erased. */
    address: text(),
    purpose: text({ enum: ["service", "promotional"] }).notNull(),
    state: text({ enum: ["given", "withdrawn"] }).notNull(),
    /** When she said so. */
    at: moment().notNull(),
    how: text({ enum: ["keyword", "plain_language", "agent", "provider", "import", "form"] }).notNull(),
    /** Who wrote it down: type and id. */
    by: document<{ type: string; id: string | null }>().notNull(),
    evidence: document<Evidence>(),
    /** What came once is recorded once: a hash of the message it stands in. */
    onceKey: text(),
  },
  (t) => [
    ...tenancy(t),
    index("consents_newest").on(t.workspaceId, t.addressKey, t.channel, t.purpose, t.at, t.id),
    index("consents_customer").on(t.workspaceId, t.customerId).where(sql`customer_id is not null`),
    uniqueIndex("consents_once").on(t.workspaceId, t.onceKey, t.purpose).where(sql`once_key is not null`),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type Consent = typeof consents.$inferSelect;
export type Channel = Consent["channel"];
