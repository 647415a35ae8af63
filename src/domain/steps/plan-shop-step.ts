import { now } from "../../platform/clock.ts";
import type { Asked, Plan } from "../actions/index.ts";
import { getCustomerCommerce, type Order } from "../commerce/index.ts";
import { type Conversation, getConversation } from "../conversations/index.ts";
import { fillIn } from "../templates/index.ts";
import type { Context } from "../workspaces/index.ts";
import { orderFor, unfit } from "./order-for.ts";
import type { ShopTemplate } from "./shop-template.ts";

/** What is to be planned in the ledger: what is asked for, and whom or what it is about. */
export type ShopPlan = Pick<Plan, "orderId" | "customerId" | "connectionId"> & {
  instruction: Asked;
  conversationId: string;
};
type OnOrder = Extract<ShopTemplate, { order: unknown }>;
type OnCustomer = Exclude<ShopTemplate, OnOrder>;

/**
 * What a template asks for in one conversation. Nothing is written down yet: that, and all that comes of it, is the
 * ledger's.
 *
 * @throws AppError("conflict") with `details.reason` when it fits no order of hers: no_order, several_orders,
 *   refunded_before, no_shipping, nothing_left, noted_already.
 * @throws AppError("forbidden") for whom may not see her orders.
 */
export async function planShopStep(
  ctx: Context,
  { conversationId, action }: { conversationId: string; action: ShopTemplate },
): Promise<ShopPlan> {
  const conversation = await getConversation(ctx, conversationId);
  if (!("order" in action)) return { conversationId, ...(await forCustomer(ctx, conversation, action)) };
  const order = await orderFor(ctx, conversation, action.order);
  return { conversationId, orderId: order.id, instruction: await onOrder(ctx, conversationId, order, action) };
}

async function onOrder(ctx: Context, conversationId: string, order: Order, action: OnOrder): Promise<Asked> {
  if (action.kind === "order.refund") return refundOf(order, action);
  if (action.kind === "order.add_note") {
    const note = await noteBelow(ctx, conversationId, order.details.note, action.note);
    return { kind: "order.set_note", note };
  }
  const { order: _, ...asked } = action;
  if (asked.kind === "order.cancel") return { ...asked, note: "" };
  return asked.kind === "order.resend_confirmation" ? { ...asked, email: null } : asked;
}

async function forCustomer(ctx: Context, { id, customerId }: Conversation, action: OnCustomer) {
  const { shops, lastOrder } = await getCustomerCommerce(ctx, customerId);
  // Where several shops know her, the one she bought in last.
  const shop = shops.find(({ connectionId }) => connectionId === lastOrder?.connectionId) ?? shops[0];
  if (!shop) throw unfit("unknown_in_shop", "No shop knows this customer");
  const { connectionId, note } = shop;
  return { customerId, connectionId, instruction: await customerInstruction(ctx, id, note, action) };
}

async function customerInstruction(
  ctx: Context,
  conversationId: string,
  before: string | null,
  action: OnCustomer,
): Promise<Asked> {
  switch (action.kind) {
    case "customer.tag":
      return action;
    case "customer.add_note":
      return { kind: "customer.set_note", note: await noteBelow(ctx, conversationId, before, action.note) };
    case "store_credit.add": {
      const { daysValid, ...asked } = action;
      return { ...asked, expiresAt: inDays(daysValid) };
    }
    case "discount_code.create": {
      const { daysValid, ...asked } = action;
      return { ...asked, code: null, endsAt: inDays(daysValid) };
    }
  }
}

function refundOf(order: Order, { what, to, notify, restock }: Extract<ShopTemplate, { kind: "order.refund" }>) {
  const { name, presentmentCurrency: currency, details } = order;
  const { received, refunded } = details.amounts;
  const shippingMinor = details.shippingLines.reduce((sum, one) => sum + one.discountedPrice.presentmentMinor, 0);
  const shipping = shippingMinor > 0 ? { minor: shippingMinor, currency } : null;
  const asked = { kind: "order.refund" as const, to, notify, note: "" };
  if (what === "shipping") {
    if (!shipping) throw unfit("no_shipping", `Nothing was paid for the shipping of ${name}`);
    return { ...asked, lines: [], shipping, amount: null };
  }
  const lines = linesLeft(order, restock);
  if (what === "all") {
    if (refunded.presentmentMinor > 0) {
      throw unfit("refunded_before", `Some of ${name} was refunded already: refund what is left, or choose lines`);
    }
    return { ...asked, lines, shipping, amount: null };
  }
  const left = received.presentmentMinor - refunded.presentmentMinor;
  if (left <= 0) throw unfit("nothing_left", `Nothing of ${name} is left to refund`);
  return { ...asked, lines, shipping: null, amount: { minor: left, currency } };
}

/** What was not sent goes back on the shelf; what was sent comes back first. */
function linesLeft({ lines }: Order, restock: boolean) {
  return lines
    .filter(({ refundableQuantity }) => refundableQuantity > 0)
    .map(({ externalId: lineId, refundableQuantity: quantity, unfulfilledQuantity }) => {
      const isUnsent = unfulfilledQuantity >= quantity;
      const back = isUnsent ? ("cancel" as const) : ("return" as const);
      return { lineId, quantity, restock: restock ? back : ("none" as const) };
    });
}

async function noteBelow(ctx: Context, conversationId: string, before: string | null, body: string): Promise<string> {
  const { text } = await fillIn(ctx, { body, language: null, conversationId });
  const lines = (before ?? "").trimEnd();
  if (lines.split("\n").includes(text)) throw unfit("noted_already", "The shop has this note already");
  return lines === "" ? text : `${lines}\n${text}`;
}

function inDays(days: number | null): string | null {
  return days === null ? null : new Date(now().getTime() + days * 24 * 3_600_000).toISOString();
}
