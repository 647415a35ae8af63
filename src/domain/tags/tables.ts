import { foreignKey, index, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { conversations } from "../conversations/tables.ts";
import {
  hiddenWithConversation,
  moment,
  owned,
  tenancy,
  within,
  workspacePolicy,
  workspaces,
} from "../workspaces/tables.ts";

/** The words a workspace sorts its conversations by. */
export const tags = pgTable(
  "tags",
  {
    ...owned,
    name: text().notNull(),
    /** The name without case and accents: no two tags share it (`fold`). */
    nameKey: text().notNull(),
    color: text({
      enum: [
        "gray",
        "red",
        "pink",
        "grape",
        "violet",
        "indigo",
        "blue",
        "cyan",
        "teal",
        "green",
        "lime",
        "yellow",
        "orange",
      ],
    }).notNull(),
    /** Out of use: stays where it is, but is put on nothing more. */
    archivedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    unique("tags_name").on(t.workspaceId, t.nameKey),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type Tag = typeof tags.$inferSelect;

export const conversationTags = pgTable(
  "conversation_tags",
  { workspaceId: uuid().notNull(), conversationId: uuid().notNull(), tagId: uuid().notNull() },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.conversationId, t.tagId] }),
    workspacePolicy(),
    hiddenWithConversation(t),
    index("conversation_tags_tag").on(t.workspaceId, t.tagId, t.conversationId),
    within(t.workspaceId, t.conversationId, conversations),
    within(t.workspaceId, t.tagId, tags, "restrict"),
  ],
);
