import { pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { conversations } from "../conversations/tables.ts";
import { document, hiddenWithConversation, moment, within, workspacePolicy } from "../workspaces/tables.ts";
import type { StepOutcome } from "./step.ts";

/** That steps were applied to a conversation, and what came of each: applied again by the same id, they are not. */
export const stepApplications = pgTable(
  "step_applications",
  {
    workspaceId: uuid().notNull(),
    conversationId: uuid().notNull(),
    /** The applier's own key. */
    applicationId: text().notNull(),
    createdAt: moment().notNull().defaultNow(),
    outcomes: document<StepOutcome[]>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.conversationId, t.applicationId] }),
    workspacePolicy(),
    hiddenWithConversation(t),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
