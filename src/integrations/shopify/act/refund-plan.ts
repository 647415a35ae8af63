import { z } from "zod";
import type { Connection } from "../../contract.ts";
import type { ActionPreview, Money } from "../../contract-actions.ts";
import { suggestedRefundDocument } from "../documents-refund-actions.ts";
import { decimalAmount } from "../money.ts";
import { type Amounts, inShopCurrency, moneyBag, moneyInput, noMoney, plus, same, spoken } from "./amounts.ts";
import { ask } from "./ask.ts";
import { type ActionOrder, loadLines, loadOrder, type ShopLine, tagsOf } from "./order.ts";
import type { ActionOf } from "./performer.ts";
import { line, orRefusal, previewOf } from "./previews.ts";
import { type Refusal, Refused } from "./refused.ts";

type Refund = ActionOf<"order.refund">;

const transaction = z.object({
  gateway: z.string().nullish(),
  formattedGateway: z.string().nullish(),
  amountSet: moneyBag,
  parentTransaction: z.object({ id: z.string() }).nullish(),
});
const suggestion = z.object({
  amountSet: moneyBag,
  maximumRefundableSet: moneyBag,
  shipping: z.object({ amountSet: moneyBag, maximumRefundableSet: moneyBag }),
  refundLineItems: z.array(
    z.object({
      quantity: z.number(),
      lineItem: z.object({ id: z.string() }),
      location: z.object({ id: z.string() }).nullish(),
      subtotalSet: moneyBag,
      totalTaxSet: moneyBag,
    }),
  ),
  suggestedTransactions: z.array(transaction),
});
const orderAnswer = z.object({
  order: z
    .object({
      transactions: z.array(transaction.extend({ id: z.string(), kind: z.string(), status: z.string() })),
      suggestedRefund: suggestion.nullish(),
    })
    .nullish(),
});
type OrderTransaction = NonNullable<z.infer<typeof orderAnswer>["order"]>["transactions"][number];
type Suggestion = z.infer<typeof suggestion> & { transactions: OrderTransaction[] };

/** What is sent, but for the note: the same in every attempt, since Shopify compares it with what a key said before. */
export const refundInput = z.looseObject({ orderId: z.string() });

const restockTypes = { return: "RETURN", cancel: "CANCEL", none: "NO_RESTOCK" } as const;

/** What a refund would give back, worked out by the shop, and the input that does exactly that. */
export async function planRefund(shop: Connection, action: Refund): Promise<ActionPreview> {
  const order = await loadOrder(shop, action.orderId);
  const lines = action.lines.length > 0 ? await loadLines(shop, order.id) : [];
  const refusal = refusedBefore(action, order, lines);
  if (refusal) {
    return previewOf({ cost: noMoney(order.net), facts: order.facts, rests: [order.net, refusal], refusal });
  }
  return orRefusal({ cost: noMoney(order.net), facts: order.facts }, () => planWithShop(shop, action, order, lines));
}

async function planWithShop(
  shop: Connection,
  action: Refund,
  order: ActionOrder,
  lines: readonly ShopLine[],
): Promise<ActionPreview> {
  const suggested = await suggest(shop, action, order, lines);
  const wanted = wantedOf(action);
  const amounts = amountsOf(action, order, suggested);
  const shares = action.to === "original" ? sharesOf(amounts.customer, suggested) : [];
  const late = refusedAfter(action, suggested, amounts.customer, shares);
  return previewOf({
    cost: late ? noMoney(order.net) : amounts,
    facts: { ...order.facts, productTags: tagsOf(lines.filter(({ id }) => wanted.has(id))) },
    rests: [order.facts.cancelledAt, order.net, order.refunded, amounts, shares, quantitiesOf(action, lines)],
    lines: shownLines(action, lines, suggested, shares),
    warnings: warningsOf(action, lines, suggested, amounts.customer),
    refusal: late,
    memo: late ? undefined : inputOf(action, lines, suggested, amounts.customer, shares),
  });
}

function refusedBefore(action: Refund, order: ActionOrder, lines: readonly ShopLine[]): Refusal | null {
  const { currency } = order.net.customer;
  const foreign = [action.amount, action.shipping].find((given) => given && given.currency !== currency);
  if (foreign) return { code: "wrong_currency", message: `${order.name} was paid in ${currency}` };
  if (action.lines.length === 0 && !action.shipping?.minor && !action.amount?.minor) {
    return { code: "nothing_to_refund", message: "Choose lines, shipping or an amount to refund" };
  }
  if (action.to === "store_credit" && !order.facts.customerExternalId) {
    return { code: "no_customer", message: `Store credit needs a customer, and ${order.name} has none` };
  }
  for (const [lineId, wanted] of wantedOf(action)) {
    const found = lines.find(({ id }) => id === lineId);
    if (!found) return { code: "unknown_line", message: `${order.name} has no such line` };
    const { name, refundableQuantity: left, unfulfilledQuantity } = found;
    if (wanted.all > left) {
      return {
        code: "exceeds_refundable",
        message: `Of ${name} only ${left} can still be refunded, not ${wanted.all}`,
      };
    }
    if (wanted.cancelled > unfulfilledQuantity) {
      return { code: "fulfilled", message: `${name} was sent: it can be taken back, not cancelled` };
    }
  }
  return null;
}

function wantedOf({ lines }: Refund): Map<string, { all: number; cancelled: number }> {
  const wanted = new Map<string, { all: number; cancelled: number }>();
  for (const { lineId, quantity, restock } of lines) {
    const { all, cancelled } = wanted.get(lineId) ?? { all: 0, cancelled: 0 };
    wanted.set(lineId, { all: all + quantity, cancelled: cancelled + (restock === "cancel" ? quantity : 0) });
  }
  return wanted;
}

async function suggest(
  shop: Connection,
  action: Refund,
  order: ActionOrder,
  lines: readonly ShopLine[],
): Promise<Suggestion> {
  const variables = {
    id: order.id,
    lines: lineInputs(action, lines),
    shipping: action.shipping && decimalAmount(action.shipping.minor, action.shipping.currency),
    allocation: action.to === "store_credit" ? "STORE_CREDIT" : "ORIGINAL_PAYMENT_METHODS",
  };
  const found = (await ask(shop, suggestedRefundDocument, variables, orderAnswer)).order;
  if (!found?.suggestedRefund) {
    throw new Refused({ code: "not_refundable", message: `Shopify works out no refund for ${order.name}` });
  }
  return { ...found.suggestedRefund, transactions: found.transactions };
}

/** What cannot be put back on a shelf is not: a gift card, something sold without stock. */
function lineInputs(action: Refund, lines: readonly ShopLine[], places: ReadonlyMap<string, string> = new Map()) {
  return action.lines.map(({ lineId, quantity, restock }) => {
    const canRestock = lines.find(({ id }) => id === lineId)?.restockable !== false;
    const type = canRestock ? restock : "none";
    const locationId = type === "none" ? undefined : places.get(lineId);
    return { lineItemId: lineId, quantity, restockType: restockTypes[type], ...(locationId ? { locationId } : {}) };
  });
}

function amountsOf(action: Refund, order: ActionOrder, suggested: Suggestion): Amounts {
  const { amount } = action;
  if (!amount || same(amount, suggested.amountSet.customer)) return suggested.amountSet;
  const rate = suggested.maximumRefundableSet.customer.minor > 0 ? suggested.maximumRefundableSet : order.net;
  return { customer: amount, shop: inShopCurrency(amount, rate) };
}

interface Share {
  gateway: string;
  label: string;
  parentId: string | null;
  amount: Money;
}

/** Which payments give how much: as Shopify suggests, and of another amount each what is left on it, in their order. */
function sharesOf(amount: Money, { amountSet, suggestedTransactions, transactions }: Suggestion): Share[] {
  const asSuggested = same(amount, amountSet.customer);
  const most = asSuggested
    ? suggestedTransactions.map((each) => ({ ...each, left: each.amountSet.customer.minor }))
    : transactions.filter(isPayment).map((each) => ({
        ...{ ...each, parentTransaction: { id: each.id } },
        left: each.amountSet.customer.minor - givenBackOf(each, transactions),
      }));
  let open = amount.minor;
  return most.flatMap(({ gateway, formattedGateway, parentTransaction, left }) => {
    const minor = Math.min(open, left);
    if (minor <= 0) return [];
    open -= minor;
    const label = formattedGateway ?? gateway ?? "the payment";
    const parentId = parentTransaction?.id ?? null;
    return [{ gateway: gateway ?? "manual", label, parentId, amount: { minor, currency: amount.currency } }];
  });
}

function isPayment({ kind, status }: OrderTransaction): boolean {
  return status === "SUCCESS" && (kind === "SALE" || kind === "CAPTURE");
}

/** What is on its way back counts: it is not there to be given again. */
function givenBackOf({ id }: OrderTransaction, all: readonly OrderTransaction[]): number {
  return all
    .filter(({ kind, status, parentTransaction: parent }) => {
      return kind === "REFUND" && parent?.id === id && (status === "SUCCESS" || status === "PENDING");
    })
    .reduce((sum, { amountSet }) => sum + amountSet.customer.minor, 0);
}

function refusedAfter(action: Refund, suggested: Suggestion, amount: Money, shares: readonly Share[]): Refusal | null {
  const { maximumRefundableSet: most, shipping } = suggested;
  if (action.shipping && action.shipping.minor > shipping.maximumRefundableSet.customer.minor) {
    const left = spoken(shipping.maximumRefundableSet.customer);
    return { code: "exceeds_refundable", message: `Of the shipping only ${left} can still be refunded` };
  }
  if (amount.minor > most.customer.minor) {
    const message = most.customer.minor > 0 ? `Only ${spoken(most.customer)} can still be refunded` : "";
    return { code: "exceeds_refundable", message: message || "Nothing is left to refund" };
  }
  const placed = shares.reduce((sum, share) => sum + share.amount.minor, 0);
  if (action.to === "original" && placed < amount.minor) {
    return { code: "exceeds_refundable", message: "The payments of this order cannot give back that much" };
  }
  return null;
}

function quantitiesOf(action: Refund, lines: readonly ShopLine[]) {
  return lines
    .filter(({ id }) => action.lines.some(({ lineId }) => lineId === id))
    .map(({ id, refundableQuantity, unfulfilledQuantity }) => [id, refundableQuantity, unfulfilledQuantity]);
}

function shownLines(action: Refund, lines: readonly ShopLine[], suggested: Suggestion, shares: readonly Share[]) {
  const goods = suggested.refundLineItems.map(({ lineItem, quantity, subtotalSet, totalTaxSet }) => {
    const name = lines.find(({ id }) => id === lineItem.id)?.name ?? "A line";
    return line(name, quantity, plus(subtotalSet.customer, totalTaxSet.customer));
  });
  const shipping = action.shipping?.minor ? [line("Shipping", null, action.shipping)] : [];
  const ways =
    action.to === "store_credit"
      ? [line("To store credit")]
      : shares.map(({ label, amount }) => line(`To ${label}`, null, amount));
  return [...goods, ...shipping, ...ways];
}

function warningsOf(action: Refund, lines: readonly ShopLine[], suggested: Suggestion, amount: Money): string[] {
  const chosen = lines.filter(({ id }) => action.lines.some(({ lineId }) => lineId === id));
  const { customer } = suggested.amountSet;
  return [
    ...(action.lines.length > 0 && !same(amount, customer) ? [`Shopify works out ${spoken(customer)} for this`] : []),
    ...(chosen.some(({ isGiftCard }) => isGiftCard) ? ["A gift card stays good after its refund: deactivate it"] : []),
    ...chosen
      .filter(
        ({ id, restockable }) =>
          restockable === false && action.lines.some((l) => l.lineId === id && l.restock !== "none"),
      )
      .map(({ name }) => `${name} cannot be put back into stock`),
  ];
}

function inputOf(
  action: Refund,
  lines: readonly ShopLine[],
  suggested: Suggestion,
  amount: Money,
  shares: readonly Share[],
): z.infer<typeof refundInput> {
  const { orderId, shipping, notify } = action;
  const places = new Map(
    suggested.refundLineItems.flatMap((l) => (l.location ? [[l.lineItem.id, l.location.id]] : [])),
  );
  const differs = action.lines.length > 0 && !same(amount, suggested.amountSet.customer);
  const transactions = shares.map(({ gateway, parentId, amount: { minor, currency } }) => ({
    ...{ orderId, gateway, kind: "REFUND", amount: decimalAmount(minor, currency) },
    ...(parentId ? { parentId } : {}),
  }));
  return {
    ...{ orderId, notify, currency: amount.currency },
    ...(action.lines.length > 0 ? { refundLineItems: lineInputs(action, lines, places) } : {}),
    ...(shipping?.minor ? { shipping: { amount: decimalAmount(shipping.minor, shipping.currency) } } : {}),
    ...(differs ? { discrepancyReason: "OTHER" } : {}),
    ...(action.to === "original" ? { transactions } : {}),
    ...(action.to === "store_credit" && amount.minor > 0
      ? { refundMethods: [{ storeCreditRefund: { amount: moneyInput(amount) } }] }
      : {}),
  };
}
