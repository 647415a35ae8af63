import { now } from "../../../src/platform/clock.ts";
import { announce } from "../announce.ts";
import { orderIn } from "../find.ts";
import { tell } from "../happenings.ts";
import { later } from "../jobs.ts";
import { touch } from "../moment.ts";
import type { Asking, Part } from "../part.ts";
import { transaction } from "../plant-order.ts";
import type { Order } from "../records.ts";
import { makeRefund } from "../refunds/make-refund.ts";
import { sharesOf, shippingLeft } from "../refunds/shares.ts";
import type { Shop } from "../state.ts";
import { refundable, unitsOf } from "../totals.ts";
import { payload, Refused } from "../user-error.ts";

interface CancelArgs {
  orderId: string;
  reason: NonNullable<Order["cancelReason"]>;
  restock: boolean;
  refund?: boolean | null;
  refundMethod?: {
    originalPaymentMethodsRefund?: boolean | null;
    storeCreditRefund?: { expiresAt?: string | null } | null;
  } | null;
  staffNote?: string | null;
}

export const cancelMutations: Part = {
  query: ({ shop }) => ({
    job: ({ id }: { id: string }) => shop.jobs.find((job) => job.id === id) ?? null,
  }),
  mutation: (asking) => ({
    orderCancel: (args: CancelArgs) =>
      payload(() => {
        const order = cancellable(asking.shop, args);
        const job = later(asking, () => {
          // What was decided when it was asked for is looked at again: the order may have been sent meanwhile.
          if (order.cancelledAt === null && obstacle(order) === null) cancel(asking, order, args);
        });
        return { job: () => ({ id: job.id, done: job.done }) };
      }, "orderCancelUserErrors"),
  }),
};

function cancellable(shop: Shop, { orderId, staffNote, refundMethod }: CancelArgs): Order {
  const order = orderIn(shop, orderId, ["orderId"], "NOT_FOUND");
  if (order.cancelledAt !== null) throw new Refused(["orderId"], "Order has already been cancelled", "INVALID");
  const problem = obstacle(order);
  if (problem) throw new Refused(["orderId"], problem, "INVALID");
  if ((staffNote?.length ?? 0) > 255)
    throw new Refused(["staffNote"], "Staff note is too long (maximum is 255 characters)", "INVALID");
  const credit = refundMethod?.storeCreditRefund;
  if (credit && order.customerId === null) {
    throw new Refused(["refundMethod"], "The order has no customer", "STORE_CREDIT_REFUND_MISSING_CUSTOMER");
  }
  if (credit?.expiresAt && Date.parse(credit.expiresAt) <= now().getTime()) {
    throw new Refused(
      ["refundMethod"],
      "Expiration date must be in the future",
      "STORE_CREDIT_REFUND_EXPIRATION_IN_PAST",
    );
  }
  return order;
}

/** Source: https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderCancel */
function obstacle({ fulfillments, returns }: Order): string | null {
  if (fulfillments.some(({ status }) => status === "SUCCESS")) return "Cannot cancel an order with fulfilled items";
  if (returns.some(({ status }) => status === "OPEN")) return "Cannot cancel an order with a return in progress";
  return null;
}

function cancel(
  asking: Asking,
  order: Order,
  { orderId, reason, restock, staffNote, refund, refundMethod }: CancelArgs,
): void {
  const { shop } = asking;
  const credit = refundMethod?.storeCreditRefund;
  const toPayments = !credit && (refund === true || refundMethod?.originalPaymentMethodsRefund === true);
  const left = refundable(order);
  const shares = toPayments ? sharesOf(order, left) : [];
  const made = makeRefund(shop, order, {
    lines: order.lines.flatMap((line) => {
      const { current: quantity } = unitsOf(order, line);
      const row = { line, quantity, restockType: restock ? "CANCEL" : "NO_RESTOCK", locationId: null } as const;
      return quantity > 0 ? [row] : [];
    }),
    shipping: shippingLeft(order).price,
    payments: shares.map(({ transaction: parent, part }) => ({ parent, gateway: parent.gateway, amount: part })),
    credits: credit && left.presentment > 0 ? [{ amount: left, expiresAt: credit.expiresAt ?? null }] : [],
    ...{ note: null, balances: false },
  });
  release(shop, order);
  const at = touch(order);
  Object.assign(order, { cancelledAt: at, closedAt: at, cancelReason: reason, staffNote: staffNote ?? null });
  tell(shop, orderId, "cancelled", `The order was cancelled. Reason: ${reason.toLowerCase()}.`);
  announce(asking).refund(made, order);
  announce(asking).order(order, "orders/cancelled");
}

/** Money that was only held is let go of. */
function release(shop: Shop, order: Order): void {
  const held = order.transactions.filter(({ kind }) => kind === "AUTHORIZATION");
  for (const { id, gateway, amount } of held) {
    if (order.transactions.some(({ parentId }) => parentId === id)) continue;
    const createdAt = order.updatedAt;
    order.transactions.push(transaction(shop, { kind: "VOID", gateway, amount, createdAt, parentId: id }));
  }
}
