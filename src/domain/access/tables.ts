import { foreignKey, index, pgTable, primaryKey, text, unique, uuid, varchar } from "drizzle-orm/pg-core";
import { document, moment, owned, systemPolicy, tenancy, workspaces } from "../workspaces/tables.ts";

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

export const members = pgTable(
  "members",
  {
    ...owned,
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "restrict" }),
    name: text().notNull(),
    email: text().notNull(),
    role: text({ enum: ["owner", "admin", "lead", "agent", "observer"] }).notNull(),
  },
  (t) => [
    ...tenancy(t),
    unique("members_user").on(t.workspaceId, t.userId),
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
