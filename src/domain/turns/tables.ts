import { index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { connections } from "../connections/tables.ts";
import { messages } from "../conversations/tables.ts";
import { hiddenWithMessage, moment, within, workspacePolicy } from "../workspaces/tables.ts";

/** When each text may leave its number, so that none waits in a queue of the provider's, where it cannot be seen. */
export const turns = pgTable(
  "turns",
  {
    workspaceId: uuid().notNull(),
    messageId: uuid().notNull(),
    connectionId: uuid().notNull(),
    /** The number it leaves from. */
    sender: text().notNull(),
    startsAt: moment().notNull(),
    /** From when on the next one may leave. */
    endsAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.messageId] }),
    workspacePolicy(),
    hiddenWithMessage(t),
    index("turns_of_sender").on(t.workspaceId, t.connectionId, t.sender, t.endsAt),
    within(t.workspaceId, t.messageId, messages),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
