import { foreignKey, integer, pgTable, unique, uuid } from "drizzle-orm/pg-core";
import { document, moment, owned, tenancy, workspaces } from "../workspaces/tables.ts";
import type { GuidanceContent } from "./content.ts";

export type { GuidanceContent } from "./content.ts";
export { answerModes, confidences } from "./rules.ts";

/** What the merchant is writing for the AI: one working copy a workspace, of no effect until it is published. */
export const guidance = pgTable(
  "guidance",
  {
    ...owned,
    content: document<GuidanceContent>().notNull(),
    /** Counts saves, so that nobody overwrites what she has not seen. */
    version: integer().notNull(),
    /** A member; null when a program did. */
    savedBy: uuid(),
    updatedAt: moment().notNull(),
  },
  (t) => [
    ...tenancy(t),
    unique("guidance_one").on(t.workspaceId),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type WorkingCopy = typeof guidance.$inferSelect;

/** Everything that ever was published, as it was; the one with the highest number counts. */
export const guidanceVersions = pgTable(
  "guidance_versions",
  {
    ...owned,
    /** 1, 2, 3 … */
    number: integer().notNull(),
    content: document<GuidanceContent>().notNull(),
    /** The number of the older one that was published anew. */
    copyOf: integer(),
    publishedBy: uuid(),
  },
  (t) => [
    ...tenancy(t),
    unique("guidance_versions_number").on(t.workspaceId, t.number),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type GuidanceVersion = typeof guidanceVersions.$inferSelect;
