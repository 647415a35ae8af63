import { AppError } from "../../platform/errors.ts";
import { listOrders, type Order } from "../commerce/index.ts";
import { type Conversation, listMessages } from "../conversations/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { ShopTemplate } from "./shop-template.ts";

type Which = Extract<ShopTemplate, { order: unknown }>["order"];

const mostOrders = 100;
const mostMessages = 50;

/**
 * The order of the customer's that is meant: never another's.
 * @throws AppError("conflict") with `details.reason` "no_order", or "several_orders" when it cannot be told which.
 */
export async function orderFor(ctx: Context, conversation: Conversation, which: Which): Promise<Order> {
  const { customerId } = conversation;
  const orders = await listOrders(ctx, { customerId, limit: which === "newest" ? 1 : mostOrders });
  const [newest] = orders;
  if (!newest) throw unfit("no_order", "No order of this customer is known");
  if (which === "newest") return newest;
  const said = await textOf(ctx, conversation);
  const named = orders.filter((order) => names(said, order));
  const [meant, other] = named.length > 0 ? named : orders;
  if (meant && !other) return meant;
  const several = named.length > 0 ? "The conversation names several of her orders" : "It names none of her orders";
  throw unfit("several_orders", `${several}: choose the order yourself`);
}

async function textOf(ctx: Context, { id: conversationId, subject }: Conversation): Promise<string> {
  const messages = await listMessages(ctx, { conversationId, limit: mostMessages });
  return [subject, ...messages.flatMap((message) => [message.subject, message.text])].join("\n");
}

const fewestDigits = 3;

/** "#1042", and "1042" where it stands by itself; of a short number the sign is asked for. */
export function names(text: string, { name, nameKey }: Pick<Order, "name" | "nameKey">): boolean {
  const sign = /^\d+$/.test(nameKey) && nameKey.length < fewestDigits ? "#" : "#?";
  const called = [literal(name), `${sign}${literal(nameKey)}`].join("|");
  return new RegExp(`(?<![\\p{L}\\p{N}#])(?:${called})(?![\\p{L}\\p{N}])`, "iu").test(text);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

export function unfit(reason: string, message: string): AppError {
  return new AppError("conflict", message, { details: { reason } });
}
