import { z } from "zod";
import type { EventName } from "../src/domain/events/index.ts";
import { holdAgainstCustomer, noteActionFailed, runRules } from "../src/domain/rules/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import { defineWorker } from "./define-worker.ts";

interface OfConversation {
  conversationId: string;
  messageId?: string;
}

const on =
  (event: EventName) =>
  (ctx: Context, { conversationId, messageId }: OfConversation) =>
    runRules(ctx, { event, conversationId, ...(messageId !== undefined && { messageId }) });

const ofOne = z.object({ conversationId: z.uuid() });

/** What a shop wants done by itself. A conversation's events are worked in their order, one at a time. */
export const rules = defineWorker("rules", {
  concurrency: 10,
  orderingField: "conversationId",
  optional: true,
  on: {
    "message.received": on("message.received"),
    "message.sent": on("message.sent"),
    "conversation.opened": on("conversation.opened"),
    "conversation.closed": on("conversation.closed"),
    "conversation.reopened": on("conversation.reopened"),
    "conversation.woken": on("conversation.woken"),
    "conversation.snoozed": on("conversation.snoozed"),
    "conversation.status_changed": on("conversation.status_changed"),
    "action.refused": noteActionFailed,
    "action.failed": noteActionFailed,
    "customer.orders_changed": (ctx, { customerId }) => holdAgainstCustomer(ctx, { customerId }),
  },
  jobs: {
    hold_against: (ctx, payload) => runRules(ctx, { event: "customer.orders_changed", ...ofOne.parse(payload) }),
  },
});
