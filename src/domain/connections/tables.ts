import { sql } from "drizzle-orm";
import { customType, foreignKey, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { teams } from "../teams/tables.ts";
import { document, moment, owned, tenancy, within, workspaces } from "../workspaces/tables.ts";

/** What a provider says of its own interface: which version answered, and what will go away. */
export interface InterfaceNotice {
  asked: string;
  answered: string;
  deprecated: string | null;
}

const packed = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** An installed integration with its credentials. */
export const connections = pgTable(
  "connections",
  {
    ...owned,
    integrationId: text().notNull(),
    /** The provider's own name for it: a mailbox address, a shop domain. */
    account: text().notNull(),
    /** What the provider knows the account by when that name becomes another one; null: not known, or it never does. */
    externalId: text(),
    displayName: text().notNull(),
    state: text({ enum: ["active", "needs_attention", "disconnected"] })
      .notNull()
      .default("active"),
    /** In words a merchant understands. */
    stateReason: text(),
    /** A sealed JSON object; see platform/seal.ts. */
    credentialsSealed: text().notNull(),
    settings: document<Record<string, unknown>>().notNull(),
    /** The team whose queue its new conversations enter. */
    defaultTeamId: uuid(),
    /** Where the next pull starts; the provider's format. */
    cursor: text(),
    lastSyncedAt: moment(),
    /** When something new was announced that no pull has begun to fetch yet; null when there is nothing. */
    notifiedAt: moment(),
    /** When what expires at the provider was last to be renewed. */
    renewedAt: moment(),
    /** When its owner connected it last. */
    connectedAt: moment(),
    /** What its owner allows, in the provider's words; null: nobody asked for anything by name. */
    scopes: document<string[]>(),
    /** When the credentials end, unless they are replaced before; null: they do not. */
    accessEndsAt: moment(),
    /** Who is replacing the credentials at the provider, and until when others wait for it. */
    replacingId: uuid(),
    replacingUntil: moment(),
    /** What the provider said of its interface that somebody should see to; null: nothing. */
    interfaceNotice: document<InterfaceNotice>(),
    /** When the provider last sent something by itself, to the minute. */
    heardAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    unique("connections_account").on(t.workspaceId, t.integrationId, t.account),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    within(t.workspaceId, t.defaultTeamId, teams, "restrict"),
  ],
);
export type ConnectionRow = typeof connections.$inferSelect;

/** What came from outside, as it came, stored once. */
export const deliveries = pgTable(
  "deliveries",
  {
    ...owned,
    connectionId: uuid().notNull(),
    externalId: text().notNull(),
    /** What came, as JSON (platform/packed-json.ts, docs/adr/0011): read back whole or not at all. */
    payload: packed().notNull(),
    /** How long the JSON is, in bytes. */
    payloadBytes: integer().notNull(),
    /** What became of a recorded one are its messages; nothing is written here for it, because every delivery would pay. */
    state: text({ enum: ["recorded", "ignored", "rejected", "erased"] })
      .notNull()
      .default("recorded"),
    /** Why it was ignored or rejected. */
    reason: text(),
  },
  (t) => [
    ...tenancy(t),
    unique("deliveries_once").on(t.workspaceId, t.connectionId, t.externalId),
    index("deliveries_set_aside").on(t.workspaceId, t.id.desc()).where(sql`reason is not null`),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type DeliveryRow = typeof deliveries.$inferSelect;
