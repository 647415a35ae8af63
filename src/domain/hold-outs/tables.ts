import { boolean, foreignKey, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
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

/** Of how many new conversations the AI keeps out, to measure what it does in the others; without a row of none. */
export const holdOuts = pgTable(
  "hold_outs",
  {
    ...owned,
    percent: integer().notNull(),
    /** Makes the draw another one in each workspace. */
    salt: text().notNull(),
    /** Conversations that are older take no part. */
    since: moment().notNull(),
  },
  (t) => [
    ...tenancy(t),
    unique("hold_outs_one").on(t.workspaceId),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type HoldOut = typeof holdOuts.$inferSelect;

/** How the draw fell for a conversation; it stays so, whatever becomes of the percentage. */
export const holdOutDraws = pgTable(
  "hold_out_draws",
  {
    workspaceId: uuid().notNull(),
    conversationId: uuid().notNull(),
    isHeldOut: boolean().notNull(),
    /** As it was when it was drawn. */
    percent: integer().notNull(),
    drawnAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.conversationId] }),
    workspacePolicy(),
    hiddenWithConversation(t),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
export type HoldOutDraw = typeof holdOutDraws.$inferSelect;
