import { findLeftCart, type LeftCart } from "../commerce/index.ts";
import { type AskedFor, findAskedFor } from "../stock-requests/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { Occasion, Over } from "./rules.ts";

/** Why there is nothing to write about any more; null: there is. */
export async function whyOver(
  ctx: Context,
  { occasion, sourceId, customerId }: { occasion: Occasion; sourceId: string; customerId: string },
): Promise<Over | null> {
  if (occasion === "cart") return whyCartOver(await findLeftCart(ctx, { checkoutId: sourceId, customerId }));
  return whyRequestOver(await findAskedFor(ctx, sourceId));
}

export function whyCartOver(cart: LeftCart | null): Over | null {
  if (!cart) return "source_gone";
  if (!cart.isShopConnected) return "shop_disconnected";
  if (cart.completedAt) return "cart_completed";
  return cart.hasOrdered ? "ordered" : null;
}

export function whyRequestOver(asked: AskedFor | null): Over | null {
  if (!asked) return "source_gone";
  if (!asked.isShopConnected) return "shop_disconnected";
  if (asked.state !== "open") return "request_ended";
  return asked.variant?.available ? null : "sold_out_again";
}

const words: Readonly<Record<Over, string>> = {
  source_gone: "what it is about is gone",
  shop_disconnected: "the shop is not connected any more",
  cart_completed: "the customer has bought what was in the cart",
  ordered: "the customer has ordered since",
  request_ended: "nobody waits for it any more",
  sold_out_again: "it is sold out again",
};

/** For people. */
export function overInWords(over: Over): string {
  return `There is nothing to write about any more: ${words[over]}`;
}
