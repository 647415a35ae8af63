import { bigint, boolean, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { connections } from "../connections/tables.ts";
import { moment, owned, tenancy, within } from "../workspaces/tables.ts";

/** The copying of everything of one kind that a shop has: one row a kind, begun anew each time. */
export const syncRuns = pgTable(
  "sync_runs",
  {
    ...owned,
    connectionId: uuid().notNull(),
    /** order, customer, product … */
    kind: text().notNull(),
    /** waiting: for its turn; exporting: the shop writes a file; reading: it is being taken in; stopped: the shop is gone. */
    state: text({ enum: ["waiting", "exporting", "reading", "done", "failed", "stopped"] }).notNull(),
    /** Goes up with every job made to go on with it, so that an older one does nothing. */
    turn: integer().notNull().default(0),
    /** file: the shop writes one; pages: it is asked page by page, because it cannot. */
    via: text({ enum: ["file", "pages"] })
      .notNull()
      .default("file"),
    /** Only what was made at or after this; null: everything. */
    since: moment(),
    /** The provider's own id of what it prepares. */
    exportId: text(),
    /** The file ends before everything is in it: a next one has the rest. */
    isPartial: boolean().notNull().default(false),
    /** Where to go on, in the adapter's words. */
    position: text(),
    /** When what was taken in last was made. */
    reachedAt: moment(),
    /** Records the shop has of the kind, as far as it told. */
    expected: integer(),
    records: integer().notNull().default(0),
    bytes: bigint({ mode: "number" }).notNull().default(0),
    totalBytes: bigint({ mode: "number" }),
    /** Parts and lines that belong to nothing. */
    skipped: integer().notNull().default(0),
    /** Came without all their parts: each is asked for by its id. */
    incomplete: integer().notNull().default(0),
    completed: integer().notNull().default(0),
    /** Of these, those that the shop has no more. */
    missing: integer().notNull().default(0),
    /** Failures of the shop in a row. */
    failures: integer().notNull().default(0),
    /** Why it failed or stopped, in words a merchant understands. */
    reason: text(),
    startedAt: moment().notNull(),
    /** When its progress was last announced. */
    progressedAt: moment(),
    endedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    unique("sync_runs_kind").on(t.workspaceId, t.connectionId, t.kind),
    index("sync_runs_export").on(t.workspaceId, t.exportId),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type SyncRun = typeof syncRuns.$inferSelect;
