import { sql } from "drizzle-orm";
import { foreignKey, index, pgTable, primaryKey, text, unique, uuid, varchar } from "drizzle-orm/pg-core";
import { document, moment, owned, systemPolicy, tenancy, within, workspaces } from "../workspaces/tables.ts";

/** A person who can log in; what she is in a workspace stands in `members`. Only the system role reads it. */
export const users = pgTable(
  "users",
  {
    id: uuid().primaryKey(),
    /** Lower case. */
    email: text().notNull().unique(),
    name: text().notNull(),
    passwordHash: text().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  () => [systemPolicy()],
);
export type User = typeof users.$inferSelect;

/** The layout connect-pg-simple expects. Only the system role reads it. */
export const sessions = pgTable(
  "sessions",
  { sid: varchar().notNull(), sess: document<unknown>().notNull(), expire: moment().notNull() },
  (t) => [primaryKey({ columns: [t.sid] }), index("sessions_expire").on(t.expire), systemPolicy()],
);

/** What a workspace made beside the built-in roles. */
export const roles = pgTable(
  "roles",
  {
    ...owned,
    name: text().notNull(),
    /** The name without case and accents: unique in the workspace. */
    nameKey: text().notNull(),
    permissions: document<string[]>().notNull(),
  },
  (t) => [
    ...tenancy(t),
    unique("roles_name").on(t.workspaceId, t.nameKey),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type CustomRole = typeof roles.$inferSelect;

export const members = pgTable(
  "members",
  {
    ...owned,
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    name: text().notNull(),
    email: text().notNull(),
    role: text({ enum: ["owner", "admin", "lead", "agent", "observer", "custom"] }).notNull(),
    /** Which one, where the role is "custom". */
    customRoleId: uuid(),
  },
  (t) => [
    ...tenancy(t),
    unique("members_user").on(t.workspaceId, t.userId),
    index("members_custom_role").on(t.workspaceId, t.customRoleId).where(sql`custom_role_id is not null`),
    within(t.workspaceId, t.customRoleId, roles, "restrict"),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type Member = typeof members.$inferSelect;

/** Keys for programs. Only the hash is kept; `directory` finds the workspace by it. */
export const apiKeys = pgTable(
  "api_keys",
  {
    ...owned,
    name: text().notNull(),
    /** SHA-256 of the whole token, hex. */
    tokenHash: text().notNull(),
    /** The first characters, to recognise a key in a list. */
    tokenHint: text().notNull(),
    scopes: document<string[]>().notNull(),
    createdBy: uuid().notNull(),
  },
  (t) => [
    ...tenancy(t),
    foreignKey({ columns: [t.workspaceId, t.createdBy], foreignColumns: [members.workspaceId, members.id] }).onDelete(
      "cascade",
    ),
  ],
);
export type ApiKey = typeof apiKeys.$inferSelect;
