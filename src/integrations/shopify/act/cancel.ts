import { z } from "zod";
import type { Connection } from "../../contract.ts";
import type { ActionPreview } from "../../contract-actions.ts";
import { jobDocument, orderCancelDocument } from "../documents-order-actions.ts";
import { type Amounts, atLeastZero, minus, noMoney, same, spoken } from "./amounts.ts";
import { afterwards, ask, change } from "./ask.ts";
import { type ActionOrder, cancelledRefusal, loadOrder } from "./order.ts";
import type { ActionOf, AttemptOf, Done, Performer } from "./performer.ts";
import { done, isMarked, line, marked, previewOf, refusedFor } from "./previews.ts";
import { type Refusal, Refused } from "./refused.ts";

type Cancel = ActionOf<"order.cancel">;

const staffNoteLength = 255;
const beingReturned = new Set(["IN_PROGRESS", "RETURN_REQUESTED"]);
const sent = new Set(["fulfilled", "partially_fulfilled"]);
const memo = z.object({ refunded: z.number().int() });
const job = z.object({ id: z.string(), done: z.boolean() });

/** Shopify cancels in a job of its own: the answer is "pending", its handle the job. The staff note holds our key. */
export const cancel: Performer<"order.cancel"> = {
  async preview(shop, action) {
    return previewed(action, await loadOrder(shop, action.orderId));
  },

  async execute(shop, attempt) {
    const { action, key } = attempt;
    const order = await loadOrder(shop, action.orderId);
    if (order.facts.cancelledAt && isMarked(order.cancelNote, key)) return outcome(order, attempt);
    const refusal = refusedNow(action, order);
    if (refusal) throw new Refused(refusal);
    const variables = {
      ...{ id: order.id, reason: action.reason.toUpperCase(), restock: action.restock, notify: action.notify },
      refundMethod: refundMethods[action.refundTo],
      staffNote: marked(action.note, key, staffNoteLength),
    };
    const started = await change(shop, orderCancelDocument, variables, z.object({ job: job.nullish() }));
    if (started.job && !started.job.done) return { state: "pending", handle: started.job.id };
    return afterwards(() => readBack(shop, attempt, null));
  },

  readBack,
};

const refundMethods = {
  original: { originalPaymentMethodsRefund: true },
  store_credit: { storeCreditRefund: {} },
  none: { originalPaymentMethodsRefund: false },
};

function previewed(action: Cancel, order: ActionOrder): ActionPreview {
  const refusal = refusedNow(action, order);
  const cost = refusal || action.refundTo === "none" ? noMoney(order.net) : givenBack(order);
  const { facts, net, refunded, outstanding } = order;
  const way = action.refundTo === "store_credit" ? "Refund to store credit" : "Refund";
  return previewOf({
    ...{ cost, facts, refusal },
    rests: [facts.cancelledAt, facts.fulfillmentStatus, order.returnStatus, net, refunded, outstanding],
    lines: [
      line(`Cancel ${order.name}`),
      ...(cost.customer.minor > 0 ? [line(way, null, cost.customer)] : []),
      ...(action.restock ? [line("Put the items back into stock")] : []),
    ],
    warnings: [
      "A cancelled order cannot be brought back",
      ...(action.refundTo === "none" && net.customer.minor > 0 ? [`${spoken(net.customer)} stay paid`] : []),
    ],
    memo: { refunded: refunded.shop.minor },
  });
}

function givenBack({ net }: ActionOrder): Amounts {
  return { shop: atLeastZero(net.shop), customer: atLeastZero(net.customer) };
}

function refusedNow(action: Cancel, order: ActionOrder): Refusal | null {
  const { facts, name, returnStatus } = order;
  if (sent.has(facts.fulfillmentStatus ?? "")) {
    return cancelledRefusal(order) ?? { code: "fulfilled", message: `${name} was sent, at least in part` };
  }
  if (beingReturned.has(returnStatus ?? "")) {
    return { code: "being_returned", message: `Items of ${name} are on their way back; end the return first` };
  }
  if (action.refundTo === "store_credit" && !facts.customerExternalId) {
    return { code: "no_customer", message: `Store credit needs a customer, and ${name} has none` };
  }
  return cancelledRefusal(order);
}

async function readBack(shop: Connection, attempt: AttemptOf<"order.cancel">, handle: string | null) {
  if (handle !== null) {
    const found = await ask(shop, jobDocument, { id: handle }, z.object({ job: job.nullish() }));
    if (found.job?.done === false) return { state: "pending", handle } as const;
  }
  const order = await loadOrder(shop, attempt.action.orderId);
  const ours = handle !== null || isMarked(order.cancelNote, attempt.key);
  if (order.facts.cancelledAt && ours) return outcome(order, attempt);
  if (handle === null) return null;
  return refusedFor({
    code: "not_cancelled",
    message: `Shopify tried to cancel ${order.name} and did not: look at the order there`,
  });
}

function outcome(order: ActionOrder, { preview }: AttemptOf<"order.cancel">): Done {
  const { refunded } = memo.parse(JSON.parse(preview.memo ?? "{}"));
  const cost = atLeastZero(minus(order.refunded.shop, { ...order.refunded.shop, minor: refunded }));
  return done({
    externalId: order.id,
    cost,
    discrepancy: same(cost, preview.cost) ? null : `Shopify gave back ${spoken(cost)}, not ${spoken(preview.cost)}`,
    shown: { orderName: order.name },
  });
}
