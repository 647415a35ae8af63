import { type SQL, sql } from "drizzle-orm";
import {
  customType,
  foreignKey,
  type PgColumn,
  pgPolicy,
  pgRole,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

/** Milliseconds, like a JS Date: a value read, sent out as a cursor and read back still compares equal. */
export const moment = () => timestamp({ withTimezone: true, precision: 3 });

/** JSON stored as it came (`json` keeps NUL escapes and key order that `jsonb` refuses or loses). */
export const document = <T>() =>
  customType<{ data: T; driverData: unknown }>({
    dataType: () => "json",
    toDriver: (value) => JSON.stringify(value),
    // The driver has parsed it; the folder that owns the table is its only writer, so the type is what was written.
    fromDriver: (value) => value as T,
  })();

export const appRole = pgRole("parley_app").existing();
export const systemRole = pgRole("parley_system").existing();

/** Columns of every table a workspace owns. Ids are UUIDv7 made by the app: known before the insert. */
export const owned = {
  workspaceId: uuid().notNull(),
  id: uuid().notNull(),
  createdAt: moment().notNull().defaultNow(),
};

/**
 * Wrapped in a case, so that the planner neither walks an index by it nor reckons with it: queries name their workspace
 * themselves, and counted twice it makes every further column of an index look useless.
 */
const isOpen = (workspaceId: SQL) =>
  sql`case when ${workspaceId} = any ((select current_workspaces())::uuid[]) then true else false end`;
const ofThisWorkspace = isOpen(sql`workspace_id`);

/** The second wall: whatever a query forgets, rows of other workspaces neither appear nor can be written. */
export const workspacePolicy = () =>
  pgPolicy("workspace_only", { as: "permissive", to: appRole, using: ofThisWorkspace, withCheck: ofThisWorkspace });
/** Lets the system role at a table at all; tables without it are out of its reach. */
export const systemPolicy = () =>
  pgPolicy("system_role", { as: "permissive", to: systemRole, using: sql`true`, withCheck: sql`true` });

/** Private teams that the transaction does not see; none for the product's own work. */
export const hiddenTeams = sql`(select hidden_teams())::uuid[]`;

/** The third wall: what belongs to a private team does not exist for who is not in it. */
export const hidden = (condition: SQL) =>
  pgPolicy("private_teams", {
    as: "restrictive",
    for: "select",
    to: appRole,
    using: sql`case when ${condition} then false else true end`,
  });

/** For what hangs on a conversation, by its column `conversation_id`: hidden with it. */
export const hiddenWithConversation = (t: { workspaceId: PgColumn; conversationId: PgColumn }) =>
  hiddenWith(sql`select 1 from conversations c where c.workspace_id = ${t.workspaceId} and c.id = ${t.conversationId}`);

/** The same where the column may be null: what belongs to no conversation is hidden with none. */
export const hiddenWithItsConversation = (t: { workspaceId: PgColumn; conversationId: PgColumn }) =>
  hidden(sql`cardinality(${hiddenTeams}) > 0 and ${t.conversationId} is not null and not exists (
    select 1 from conversations c where c.workspace_id = ${t.workspaceId} and c.id = ${t.conversationId})`);

/** For what hangs on a message, by its column `message_id`. */
export const hiddenWithMessage = (t: { workspaceId: PgColumn; messageId: PgColumn }) =>
  hiddenWith(sql`select 1 from messages m where m.workspace_id = ${t.workspaceId} and m.id = ${t.messageId}`);

/** What cannot be seen under its own policy hides what hangs on it. Nothing is looked up while no team is hidden. */
const hiddenWith = (found: SQL) => hidden(sql`cardinality(${hiddenTeams}) > 0 and not exists (${found})`);

/** Primary key and policy of a table a workspace owns. */
export const tenancy = (t: { workspaceId: PgColumn; id: PgColumn }) => [
  primaryKey({ columns: [t.workspaceId, t.id] }),
  workspacePolicy(),
];

/** A foreign key between tables of one workspace: a row cannot point into another workspace. */
export const within = (
  workspaceId: PgColumn,
  reference: PgColumn,
  target: { workspaceId: PgColumn; id: PgColumn },
  onDelete: "cascade" | "restrict" = "cascade",
) =>
  foreignKey({ columns: [workspaceId, reference], foreignColumns: [target.workspaceId, target.id] }).onDelete(onDelete);

export const workspaces = pgTable(
  "workspaces",
  { id: uuid().primaryKey(), name: text().notNull(), createdAt: moment().notNull().defaultNow() },
  () => [
    pgPolicy("workspace_only", {
      to: appRole,
      using: isOpen(sql`id`),
      withCheck: isOpen(sql`id`),
    }),
    systemPolicy(),
  ],
);
export type Workspace = typeof workspaces.$inferSelect;

/**
 * The one way from outside (a mailbox, a token, a person logging in) to a workspace: what must be found
 * before the workspace is known. The only table that is looked up across workspaces.
 */
export const directory = pgTable(
  "directory",
  {
    /** account: a connection by what its account is known by whatever it is called; help_center: by its address. */
    kind: text({ enum: ["connection", "account", "token", "member", "help_center"] }).notNull(),
    key: text().notNull(),
    workspaceId: uuid().notNull(),
    rowId: uuid().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.key, t.workspaceId] }),
    uniqueIndex("directory_one_owner").on(t.kind, t.key).where(sql`kind <> 'member'`),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    workspacePolicy(),
    systemPolicy(),
  ],
);
export type DirectoryKind = (typeof directory.kind.enumValues)[number];
