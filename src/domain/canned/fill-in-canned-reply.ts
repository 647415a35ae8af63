import { sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow, getMember } from "../access/index.ts";
import { listOrders } from "../commerce/index.ts";
import { getConversation } from "../conversations/index.ts";
import { getCustomer } from "../customers/index.ts";
import { inTransaction } from "../events/index.ts";
import { type Context, getWorkspace } from "../workspaces/index.ts";
import { getCannedReply, isCannedReply } from "./queries.ts";
import { type CannedReply, cannedReplies } from "./tables.ts";
import { type Rendered, render, variablesIn } from "./template.ts";
import { type Sources, valuesOf } from "./values.ts";

/**
 * The text of a canned reply for one conversation, which counts as a use of it.
 * @throws NotFound for an unknown reply or conversation.
 * @throws AppError("conflict") for an archived reply (`details.reason` "archived").
 * @throws AppError("forbidden") when the reply tells something of the customer or her orders that the actor may not see.
 */
export async function fillInCannedReply(
  ctx: Context,
  { cannedReplyId, conversationId }: { cannedReplyId: string; conversationId: string },
): Promise<Rendered> {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const reply = await getCannedReply(tx, cannedReplyId);
    if (reply.archivedAt) {
      throw new AppError("conflict", "This canned reply is archived", { details: { reason: "archived" } });
    }
    const rendered = render(reply.body, valuesOf(await sourcesFor(tx, reply, conversationId)));
    await tx.q
      .update(cannedReplies)
      .set({ usageCount: sql`${cannedReplies.usageCount} + 1`, lastUsedAt: now() })
      .where(isCannedReply(tx, cannedReplyId));
    return rendered;
  });
}

/** Reads no more than the text names, so that a reply without an order needs no permission to see orders. */
async function sourcesFor(ctx: Context, { body, language }: CannedReply, conversationId: string): Promise<Sources> {
  const names = [...variablesIn(body)];
  const tells = (noun: string) => names.some((name) => name.startsWith(`${noun}.`));
  const conversation = await getConversation(ctx, conversationId);
  const { customerId } = conversation;
  const [order] = tells("order") ? await listOrders(ctx, { customerId, limit: 1 }) : [];
  return {
    customer: tells("customer") ? await getCustomer(ctx, customerId) : null,
    order: order ?? null,
    agent: tells("agent") && ctx.actor.type === "member" ? await getMember(ctx, ctx.actor.id) : null,
    shop: await getWorkspace(ctx),
    conversation,
    language,
  };
}
