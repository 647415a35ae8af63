import { randomUUID } from "node:crypto";
import type {
  Act,
  ActionAttempt,
  ActionPreview,
  ActionResult,
  Money,
  ShopAction,
} from "../../src/integrations/index.ts";
import { ProviderRejected, ProviderUnavailable } from "../../src/platform/errors.ts";

/** What goes wrong with the next call of this kind. */
export type TillFault =
  /** Nothing was done, and it says so. */
  | "busy"
  /** The line was cut before, or after, it was done. */
  | "cut_before"
  | "cut_after"
  | "rejected"
  /** It is there and not to be found yet. */
  | "hidden";

interface TillOrder {
  refundableMinor: number;
  refundedMinor: number;
  changes: number;
  tags: string[];
  deliveredAt: Date | null;
  risk: "low" | "high";
  disputed: boolean;
}

/** A shop's money, behind the contract that adapters fulfil: orders, with so much to give back each. */
export interface Till {
  act: Act;
  /** Every effect that there was, with its key. */
  effects: { key: string; action: ShopAction; cost: Money }[];
  /** For the next calls of each kind. */
  faults: Record<"preview" | "execute" | "readBack", TillFault[]>;
  /** What every order is, unless there are several. */
  order: TillOrder;
  /** By the shop's id; null: there is one. */
  orders: Map<string, TillOrder> | null;
  /** Instead of what is done at once: the shop works on it for so many looks. */
  pendingLooks: number;
  /** Given away beyond what the preview said. */
  surchargeMinor: number;
  /** Called when the effect is there and the answer is not. */
  onExecuted: () => Promise<void>;
  calls: { preview: number; execute: number; readBack: number };
}

const currency = "EUR";

export function aTill(refundableMinor = 1000_00, { manyOrders = false } = {}): Till {
  const waiting = new Map<string, number>();
  const till: Till = {
    effects: [],
    faults: { preview: [], execute: [], readBack: [] },
    orders: manyOrders ? new Map() : null,
    order: { refundableMinor, refundedMinor: 0, changes: 0, tags: [], deliveredAt: null, risk: "low", disputed: false },
    pendingLooks: 0,
    surchargeMinor: 0,
    onExecuted: async () => {},
    calls: { preview: 0, execute: 0, readBack: 0 },
    act: {
      kinds: [
        ...(["order.refund", "order.cancel", "order.set_note", "order.tag", "store_credit.add"] as const),
        ...(["store_credit.remove", "gift_card.create", "discount_code.create"] as const),
      ],
      async preview(_connection, action) {
        till.calls.preview++;
        fail(till.faults.preview.shift());
        return previewOf(till, action);
      },
      async execute(_connection, attempt) {
        till.calls.execute++;
        const fault = till.faults.execute.shift();
        if (fault !== "cut_after") fail(fault);
        const result = effect(till, attempt);
        if (fault === "cut_after") throw new ProviderUnavailable("The line was cut", { outcomeUnknown: true });
        await till.onExecuted();
        if (till.pendingLooks > 0 && result.state === "done") {
          waiting.set(attempt.key, till.pendingLooks);
          return { state: "pending", handle: attempt.key };
        }
        return result;
      },
      async readBack(_connection, attempt, handle) {
        till.calls.readBack++;
        const fault = till.faults.readBack.shift();
        if (fault === "hidden") return null;
        fail(fault);
        const left = handle === null ? 0 : (waiting.get(handle) ?? 0);
        if (left > 1) {
          waiting.set(attempt.key, left - 1);
          return { state: "pending", handle: attempt.key };
        }
        const done = till.effects.find(({ key }) => key === attempt.key);
        return done ? resultOf(done) : null;
      },
    },
  };
  return till;
}

/** What left the till, in minor units. */
export function movedBy({ effects }: Till): number {
  return effects.reduce((sum, { cost }) => sum + cost.minor, 0);
}

function fail(fault: TillFault | undefined): void {
  if (fault === "busy") throw new ProviderUnavailable("The shop is busy", { retryAfterMs: 1000 });
  if (fault === "cut_before") throw new ProviderUnavailable("The line was cut", { outcomeUnknown: true });
  if (fault === "rejected")
    throw new ProviderRejected("The shop does not want this", { details: { code: "unwanted" } });
}

function orderOf({ order, orders }: Till, action: ShopAction): TillOrder {
  if (orders === null || !("orderId" in action)) return order;
  const known = orders.get(action.orderId) ?? { ...order };
  orders.set(action.orderId, known);
  return known;
}

function previewOf(till: Till, action: ShopAction): ActionPreview {
  const order = orderOf(till, action);
  const minor = costOf(order, action);
  const cost = { minor, currency };
  const tooMuch = action.kind === "order.refund" && minor > order.refundableMinor - order.refundedMinor;
  const refusal = tooMuch ? { code: "exceeds_refundable", message: "There is less left to give back" } : null;
  return {
    fingerprint: `${action.kind} ${minor} ${order.refundedMinor} ${order.changes}`,
    ...{ cost, customerCost: cost, balanceDue: null, refusal, warnings: [], memo: null },
    lines: [{ label: "Refund", quantity: null, money: cost }],
    facts: {
      ...{
        orderName: "orderId" in action ? "#1042" : null,
        customerExternalId: null,
        placedAt: null,
        deliveredAt: order.deliveredAt,
      },
      ...{ cancelledAt: null, financialStatus: "paid", fulfillmentStatus: "fulfilled" },
      total: { minor: order.refundableMinor, currency },
      refundable: { minor: order.refundableMinor - order.refundedMinor, currency },
      refunded: { minor: order.refundedMinor, currency },
      ...{ risk: order.risk, disputed: order.disputed, tags: order.tags },
    },
  };
}

function costOf(order: Till["order"], action: ShopAction): number {
  if (action.kind === "order.refund") return action.amount?.minor ?? 0;
  if (action.kind === "order.cancel") return order.refundableMinor - order.refundedMinor;
  if (action.kind === "discount_code.create" && "amount" in action.worth) return action.worth.amount.minor;
  return action.kind === "store_credit.add" || action.kind === "gift_card.create" ? action.amount.minor : 0;
}

/** One key is run once. */
function effect(till: Till, { key, action }: ActionAttempt): ActionResult {
  const before = till.effects.find((one) => one.key === key);
  if (before) return resultOf(before);
  const order = orderOf(till, action);
  const minor = costOf(order, action) + (costOf(order, action) > 0 ? till.surchargeMinor : 0);
  if (action.kind === "order.refund" && minor > order.refundableMinor - order.refundedMinor) {
    return { state: "refused", code: "exceeds_refundable", message: "There is less left to give back" };
  }
  if (action.kind.startsWith("order.")) order.refundedMinor += minor;
  const one = { key, action, cost: { minor, currency } };
  till.effects.push(one);
  return resultOf(one);
}

function resultOf({ key, action, cost }: Till["effects"][number]): ActionResult {
  const undo =
    action.kind === "store_credit.add"
      ? { kind: "store_credit.remove" as const, customerId: action.customerId, amount: action.amount }
      : null;
  const shown: Record<string, string> = action.kind === "discount_code.create" ? { code: "TILL-10" } : {};
  return { state: "done", externalId: `effect/${key}`, cost, discrepancy: null, shown, undo };
}

/** An id of the shop's, as it would call an order or a line. */
export const aShopId = (noun: string) => `gid://shopify/${noun}/${randomUUID()}`;
