import { boolean, foreignKey, pgTable, text, unique } from "drizzle-orm/pg-core";
import type { Actor } from "../workspaces/index.ts";
import { document, moment, owned, tenancy, workspaces } from "../workspaces/tables.ts";
import { assurances } from "./rules.ts";

/** The AI was stopped in this workspace; without a row it works. */
export const aiStops = pgTable(
  "ai_stops",
  { ...owned, reason: text().notNull(), stoppedBy: document<Actor>().notNull() },
  (t) => [
    ...tenancy(t),
    unique("ai_stops_one").on(t.workspaceId),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type AiStop = typeof aiStops.$inferSelect;

/** What a workspace arranged for one tool of the AI; without a row it is as it comes. */
export const toolSwitches = pgTable(
  "tool_switches",
  {
    ...owned,
    tool: text().notNull(),
    isOn: boolean().notNull(),
    /** Null: as the tool comes. */
    needs: text({ enum: assurances }),
    changedAt: moment().notNull(),
  },
  (t) => [
    ...tenancy(t),
    unique("tool_switches_tool").on(t.workspaceId, t.tool),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type ToolSwitch = typeof toolSwitches.$inferSelect;
