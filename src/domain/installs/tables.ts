import { pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { document, moment, systemPolicy } from "../workspaces/tables.ts";

/**
 * Somebody's browser is away at a provider, or on its way there, to connect an account. Each is used once. Only the
 * system role reads it: it may belong to no workspace yet.
 */
export const installAttempts = pgTable(
  "install_attempts",
  {
    /** SHA-256 of what the browser brings along, hex. */
    key: text().primaryKey(),
    integrationId: text().notNull(),
    account: text().notNull(),
    /** The workspace that the account is to join, and the member who began; null: whoever comes from the provider. */
    forWorkspaceId: uuid(),
    memberId: uuid(),
    endsAt: moment().notNull(),
  },
  () => [systemPolicy()],
);
export type InstallAttempt = typeof installAttempts.$inferSelect;

/** An account that was connected at the provider and waits for a workspace. Only the system role reads it. */
export const pendingInstalls = pgTable(
  "pending_installs",
  {
    id: uuid().primaryKey(),
    integrationId: text().notNull(),
    account: text().notNull(),
    externalId: text(),
    displayName: text().notNull(),
    /** A sealed JSON object. */
    credentialsSealed: text().notNull(),
    scopes: document<string[]>().notNull(),
    accessEndsAt: moment(),
    /** SHA-256 of the one claim that opens it, hex. */
    claimHash: text().notNull().unique(),
    /** Claimed by this login, which gets a workspace of this name; all three or none. The row goes when that is done. */
    forUserId: uuid(),
    forWorkspaceId: uuid(),
    workspaceName: text(),
    endsAt: moment().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [unique("pending_installs_account").on(t.integrationId, t.account), systemPolicy()],
);
export type PendingInstall = typeof pendingInstalls.$inferSelect;
