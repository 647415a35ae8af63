import { getMember } from "../access/index.ts";
import { listOrders } from "../commerce/index.ts";
import { getConversation } from "../conversations/index.ts";
import { getCustomer } from "../customers/index.ts";
import { type Context, getWorkspace } from "../workspaces/index.ts";
import { type Rendered, render, variablesIn } from "./template.ts";
import { type Sources, valuesOf } from "./values.ts";

export interface Template {
  body: string;
  /** BCP 47; how amounts are written. */
  language: string | null;
}

/**
 * A template's text for one conversation.
 * @throws NotFound for an unknown conversation.
 * @throws AppError("forbidden") when it tells something of the customer or her orders that the actor may not see.
 */
export async function fillIn(
  ctx: Context,
  { conversationId, ...template }: Template & { conversationId: string },
): Promise<Rendered> {
  return render(template.body, valuesOf(await sourcesFor(ctx, template, conversationId)));
}

/** Reads no more than the text names, so that a text without an order needs no permission to see orders. */
async function sourcesFor(ctx: Context, { body, language }: Template, conversationId: string): Promise<Sources> {
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
