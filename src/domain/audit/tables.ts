import { bigint, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment, workspacePolicy } from "../workspaces/tables.ts";

/**
 * The hash chain behind the event log: each row covers the events after the row before. Append-only, and without a
 * foreign key to the workspace, so that nothing can take a link away. The primary key makes the chain one: whoever
 * continues from the same seal claims the same `from_seq`.
 */
export const eventSeals = pgTable(
  "event_seals",
  {
    workspaceId: uuid().notNull(),
    fromSeq: bigint({ mode: "number" }).notNull(),
    /** Inclusive. */
    toSeq: bigint({ mode: "number" }).notNull(),
    /** SHA-256, hex; of the seal before, or zeros for the first. */
    previousHash: text().notNull(),
    hash: text().notNull(),
    sealedAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.fromSeq] }), workspacePolicy()],
);
