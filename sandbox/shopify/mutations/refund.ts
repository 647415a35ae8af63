import { minorOf } from "../amount.ts";
import { announce } from "../announce.ts";
import { type Bag, bagFrom, nothing } from "../bag.ts";
import { numberIn, orderIn } from "../find.ts";
import { tell } from "../happenings.ts";
import type { Asking, Part } from "../part.ts";
import type { Order } from "../records.ts";
import { makeRefund, type RefundOrder } from "../refunds/make-refund.ts";
import { checkedMoney, type RefundMethodInput } from "../refunds/payments.ts";
import type { RefundLineInput } from "../refunds/preview.ts";
import { shippingLeft } from "../refunds/shares.ts";
import type { Shop } from "../state.ts";
import { unitsOf } from "../totals.ts";
import { payload, Refused } from "../user-error.ts";
import { orderView } from "../views/order.ts";
import { refundView } from "../views/refund.ts";

interface RefundInput {
  orderId: string;
  currency?: string | null;
  note?: string | null;
  refundLineItems?: RefundLineInput[] | null;
  shipping?: { amount?: unknown; fullRefund?: boolean | null } | null;
  transactions?: { orderId: string; parentId?: string | null; gateway: string; kind: string; amount: unknown }[] | null;
  refundMethods?: RefundMethodInput[] | null;
  discrepancyReason?: string | null;
  allowOverRefunding?: boolean | null;
}

export const refundMutations: Part = {
  mutation: (asking) => ({
    refundCreate: ({ input }: { input: RefundInput }) => payload(() => refundCreate(asking, input)),
  }),
};

function refundCreate(asking: Asking, input: RefundInput) {
  const { shop } = asking;
  const order = orderIn(shop, input.orderId, ["orderId"]);
  checkCurrency(shop, order, input.currency);
  const lines = refundLines(shop, order, input.refundLineItems ?? []);
  const shipping = refundShipping(shop, order, input.shipping);
  const money = checkedMoney(shop, order, {
    ...{ payments: payments(input), methods: input.refundMethods ?? [] },
    ...{ mayExceed: input.allowOverRefunding === true, field: ["transactions"] },
  });
  if (lines.length + money.payments.length + money.credits.length === 0 && shipping.presentment === 0) {
    throw new Refused(null, "Refund must have line items, shipping or transactions");
  }
  const { note = null, discrepancyReason = null } = input;
  const refund = makeRefund(shop, order, { lines, shipping, ...money, note, discrepancyReason });
  tell(shop, input.orderId, "refunded", "The order was refunded.");
  announce(asking).refund(refund, order);
  announce(asking).order(order);
  return { refund: () => refundView(asking, order, refund), order: () => orderView(asking, order) };
}

/** The currency may be left out only where there is but one. */
function checkCurrency(shop: Shop, { presentment }: Order, currency: string | null | undefined): void {
  if (!currency && presentment.currency !== shop.currency) {
    throw new Refused(["currency"], "Currency is required for an order in another currency than the shop's");
  }
  if (currency && currency !== presentment.currency) {
    throw new Refused(["currency"], "Currency must be the presentment currency of the order");
  }
}

function payments({ orderId, transactions }: RefundInput) {
  return (transactions ?? []).map((each, i) => {
    const field = ["transactions", String(i)];
    if (each.kind !== "REFUND") throw new Refused([...field, "kind"], "Kind must be a refund");
    if (each.orderId !== orderId) throw new Refused([...field, "orderId"], "Transaction is of another order");
    return { parentId: each.parentId ?? null, gateway: each.gateway, amount: each.amount, field: [...field, "amount"] };
  });
}

/** @throws Refused for lines that are not there, twice there, or more units than are left. */
function refundLines(shop: Shop, order: Order, given: RefundLineInput[]): RefundOrder["lines"] {
  return given.map(({ lineItemId, quantity, restockType, locationId }, i) => {
    const field = ["refundLineItems", String(i)];
    const line = order.lines.find(({ id }) => id === numberIn("LineItem", lineItemId));
    if (!line || given.findIndex((each) => each.lineItemId === lineItemId) !== i) {
      throw new Refused([...field, "lineItemId"], "Line item does not exist");
    }
    const units = unitsOf(order, line);
    if (quantity < 1) throw new Refused([...field, "quantity"], "Quantity must be greater than 0");
    if (quantity > units.current) {
      throw new Refused([...field, "quantity"], "Quantity cannot refund more items than were purchased");
    }
    if (restockType === "CANCEL" && quantity > units.unfulfilled) {
      throw new Refused([...field, "restockType"], "Fulfilled items cannot be restocked as cancelled");
    }
    const location = shop.locations.find(({ id }) => id === numberIn("Location", locationId))?.id ?? null;
    if (locationId && location === null) throw new Refused([...field, "locationId"], "Location does not exist");
    return { line, quantity, restockType: restockType ?? "NO_RESTOCK", locationId: location };
  });
}

function refundShipping(shop: Shop, order: Order, given: RefundInput["shipping"]): Bag {
  const { price } = shippingLeft(order);
  if (!given) return nothing;
  if (given.fullRefund) return price;
  if (given.amount === null || given.amount === undefined) return nothing;
  const asked = minorOf(given.amount, order.presentment.currency, ["shipping", "amount"]);
  if (asked < 0 || asked > price.presentment) {
    throw new Refused(["shipping", "amount"], "Shipping refund amount cannot exceed the shipping that is left");
  }
  return asked === price.presentment ? price : bagFrom(asked, shop.currency, order.presentment);
}
