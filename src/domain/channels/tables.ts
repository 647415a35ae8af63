import { boolean, foreignKey, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { workspacePolicy, workspaces } from "../workspaces/tables.ts";

/**
 * What a workspace has arranged for a channel; without a row all is as in `asItComes`. A row is never deleted: it tells
 * ingest that closed conversations of this channel may have been continued elsewhere.
 */
export const channelSettings = pgTable(
  "channel_settings",
  {
    workspaceId: uuid().notNull(),
    channel: text({ enum: ["email", "sms", "voice", "chat"] }).notNull(),
    /** A closed conversation quiet for longer than this is continued in a new one; null: it is reopened. */
    newAfterDays: integer(),
    /** A bare "thank you" leaves a closed conversation closed. */
    thanksKeepClosed: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.channel] }),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    workspacePolicy(),
  ],
);
export type ChannelSettings = Omit<typeof channelSettings.$inferSelect, "workspaceId">;
