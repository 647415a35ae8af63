import { getConversation } from "../src/domain/conversations/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import { enrichCustomer } from "../src/inbound/enrich.ts";
import { defineWorker } from "./define-worker.ts";

/** The shop is asked what it knows of a customer when she writes, at most once a minute, and when it says so itself. */
export const enrich = defineWorker("enrich", {
  concurrency: 4,
  orderingField: "conversationId",
  on: {
    "message.received": lookUpCustomer,
    "customer.outdated": lookUpAgain,
    "customer.merged": (ctx, { intoCustomerId: customerId }) => lookUpAgain(ctx, { customerId }),
    "customer.unmerged": async (ctx, { customerId, fromCustomerId }) => {
      for (const id of [customerId, fromCustomerId]) await lookUpAgain(ctx, { customerId: id });
    },
  },
});

async function lookUpCustomer(ctx: Context, { conversationId }: { conversationId: string }): Promise<void> {
  const { customerId } = await getConversation(ctx, conversationId);
  await enrichCustomer(ctx, { customerId });
}

async function lookUpAgain(ctx: Context, { customerId }: { customerId: string }): Promise<void> {
  await enrichCustomer(ctx, { customerId, force: true });
}
