import { getConversation } from "../src/domain/conversations/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import { enrichCustomer } from "../src/inbound/enrich.ts";
import { defineWorker } from "./define-worker.ts";

/** The shop says what it knows of a customer each time she writes; asked at most once a minute. */
export const enrich = defineWorker("enrich", {
  concurrency: 4,
  orderingField: "conversationId",
  on: { "message.received": lookUpCustomer },
});

async function lookUpCustomer(ctx: Context, { conversationId }: { conversationId: string }): Promise<void> {
  const { customerId } = await getConversation(ctx, conversationId);
  await enrichCustomer(ctx, { customerId });
}
