import { bigint, foreignKey, index, pgTable, text } from "drizzle-orm/pg-core";
import { owned, tenancy, workspaces } from "../workspaces/tables.ts";

/** A file somebody brought for a message to come. With the message it becomes an attachment, under the same id. */
export const uploads = pgTable(
  "uploads",
  {
    ...owned,
    /**
     * arriving: its bytes are on their way; leaving: they are being removed. Only what is ready can be used; what is
     * reserved belongs to a reply that waits.
     */
    state: text({ enum: ["arriving", "ready", "reserved", "leaving"] }).notNull(),
    name: text().notNull(),
    /** Found in its bytes. */
    contentType: text().notNull(),
    sizeBytes: bigint({ mode: "number" }).notNull(),
  },
  (t) => [
    ...tenancy(t),
    index("uploads_age").on(t.workspaceId, t.createdAt),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type Upload = typeof uploads.$inferSelect;
