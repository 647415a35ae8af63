import { type Bag, bagOf, minus, nothing, type Presentment, sum } from "./bag.ts";
import { type Goods, newRowId } from "./goods.ts";
import type { Address, Fulfillment, Line, Order, Refund, Return, ShippingLine, Transaction } from "./records.ts";
import type {
  AddressSeed,
  FulfillmentSeed,
  LineSeed,
  OrderSeed,
  PaymentSeed,
  RefundSeed,
  ReturnSeed,
} from "./seeds.ts";
import { financialStatus, totals } from "./totals.ts";

interface Person {
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
}

/** An order's rows as a seed tells of it; what it was paid with follows from the status unless it is said. */
export function plantOrder(seed: OrderSeed, goods: Goods): Order {
  const presentment = seed.presentment ?? { currency: goods.currency, rate: "1" };
  const customer = goods.customers.find(({ id }) => id === seed.customerId);
  const own = customer?.addresses.find(({ id }) => id === customer.defaultAddressId) ?? null;
  const address = seed.shippingAddress && plantAddress(seed.shippingAddress, customer ?? nobody, newRowId(goods));
  const fulfillments = seed.fulfillments.map((each) => plantFulfillment(each, goods));
  const order: Order = {
    ...{ id: seed.id, number: seed.number, customerId: seed.customerId, note: seed.note, poNumber: null },
    ...{ email: seed.email === undefined ? (customer?.email ?? null) : seed.email, phone: customer?.phone ?? null },
    ...{ createdAt: seed.createdAt, updatedAt: seed.updatedAt, closedAt: null },
    ...{ cancelledAt: seed.cancelledAt, cancelReason: seed.cancelReason, staffNote: null, edited: false },
    ...{ tags: seed.tags ?? [], customAttributes: [], sourceName: "web", presentment },
    ...{ taxesIncluded: goods.taxesIncluded, discountCodes: seed.discountCode ? [seed.discountCode] : [] },
    ...{ shippingAddress: address ?? own, billingAddress: address ?? own },
    lines: seed.lines.map((line) => plantLine(line, goods, presentment, seed.discountCode ?? null)),
    shippingLines: plantShipping(seed, goods, presentment),
    ...{ original: nothing, transactions: [], fulfillments, refunds: [], returns: [] },
    ...{ risk: seed.risk ?? "NONE", disputes: seed.disputes ?? [], forcedStatus: null },
  };
  order.original = totals(order).total;
  order.transactions = (seed.payments ?? usualPayments(seed, order)).map((each) => plantPayment(each, order, goods));
  if (seed.financialStatus === "VOIDED") voidAll(order, goods);
  for (const refund of seed.refunds) plantRefund(refund, order, goods);
  order.returns = (seed.returns ?? []).map((each, i) => plantReturn(each, i + 1, order, goods));
  if (financialStatus(order) !== seed.financialStatus) order.forcedStatus = seed.financialStatus;
  return order;
}

const nobody: Person = { firstName: null, lastName: null, phone: null };

export function plantAddress(seed: AddressSeed, { firstName, lastName, phone }: Person, id: number): Address {
  const { address2 = null, province = null, provinceCode = null, ...given } = seed;
  return { id, firstName, lastName, phone, company: null, address2, province, provinceCode, ...given };
}

export function plantLine(seed: LineSeed, goods: Goods, presentment: Presentment, code: string | null = null): Line {
  const { discountMinor = 0, taxMinor = 0, unitPriceMinor, variantId, productId, isGiftCard = false, ...own } = seed;
  const bag = (minor: number) => bagOf(minor, goods.currency, presentment);
  const variant = goods.products.flatMap(({ variants }) => variants).find(({ id }) => id === variantId);
  const discount = {
    id: newRowId(goods),
    title: code ?? "Discount",
    code,
    amount: bag(discountMinor),
    percentage: null,
  };
  return {
    ...own,
    ...{ variantId: variantId ?? null, productId: productId ?? variant?.productId ?? null, vendor: null, removed: 0 },
    ...{ unit: bag(unitPriceMinor), discounts: discountMinor > 0 ? [discount] : [], tax: bag(taxMinor) },
    ...{ requiresShipping: !isGiftCard, isGiftCard, customAttributes: [] },
  };
}

function plantShipping(seed: OrderSeed, goods: Goods, presentment: Presentment): ShippingLine[] {
  if (seed.shippingMinor === 0 && !seed.shippingTitle) return [];
  const bag = (minor: number) => bagOf(minor, goods.currency, presentment);
  const line = { price: bag(seed.shippingMinor), discount: nothing, tax: bag(seed.shippingTaxMinor ?? 0) };
  return [{ id: newRowId(goods), title: seed.shippingTitle ?? "Standard", ...line }];
}

export function plantFulfillment({ lines, tracking, ...seed }: FulfillmentSeed, goods: Goods): Fulfillment {
  return {
    ...seed,
    updatedAt: seed.events.at(-1)?.at ?? seed.createdAt,
    trackings: tracking ? [tracking] : [],
    lines: lines.map((line) => ({ id: newRowId(goods), ...line })),
  };
}

function usualPayments({ financialStatus: status }: OrderSeed, order: Order): PaymentSeed[] {
  const amountMinor = order.original.shop;
  const kind = status === "AUTHORIZED" || status === "VOIDED" ? "AUTHORIZATION" : "SALE";
  if (status === "PENDING" || amountMinor === 0) return [];
  const paid = status === "PARTIALLY_PAID" ? Math.floor(amountMinor / 2) : amountMinor;
  return [{ kind, gateway: "shopify_payments", amountMinor: paid }];
}

function plantPayment({ kind, gateway, amountMinor }: PaymentSeed, order: Order, goods: Goods): Transaction {
  const isAll = amountMinor === order.original.shop;
  const amount = isAll ? order.original : bagOf(amountMinor, goods.currency, order.presentment);
  return transaction(goods, { kind, gateway, amount, createdAt: order.createdAt });
}

export function transaction(
  goods: Goods,
  given: Pick<Transaction, "kind" | "gateway" | "amount" | "createdAt"> & Partial<Transaction>,
): Transaction {
  return { id: newRowId(goods), status: "SUCCESS", parentId: null, refundId: null, ...given };
}

function voidAll(order: Order, goods: Goods): void {
  const held = order.transactions.filter(({ kind }) => kind === "AUTHORIZATION");
  order.transactions.push(
    ...held.map(({ id, gateway, amount, createdAt }) =>
      transaction(goods, { kind: "VOID", gateway, amount, createdAt, parentId: id }),
    ),
  );
}

function plantRefund(seed: RefundSeed, order: Order, goods: Goods): void {
  const bag = (minor: number) => bagOf(minor, goods.currency, order.presentment);
  const lines = seed.lines.map(({ lineId, quantity, subtotalMinor }): Refund["lines"][number] => ({
    ...{ id: newRowId(goods), lineId, quantity, subtotal: bag(subtotalMinor), tax: nothing },
    ...{ restockType: "NO_RESTOCK", locationId: null },
  }));
  const amount: Bag = bag(seed.amountMinor);
  const adjustment = minus(amount, sum(lines.map(({ subtotal }) => subtotal)));
  const { id, createdAt, note } = seed;
  order.refunds.push({ id, createdAt, note, lines, shipping: [], adjustment, discrepancyReason: null, returnId: null });
  const parent = order.transactions.find(({ kind }) => kind === "SALE");
  const gateway = parent?.gateway ?? "manual";
  order.transactions.push(
    transaction(goods, { kind: "REFUND", gateway, amount, createdAt, parentId: parent?.id ?? null, refundId: id }),
  );
}

function plantReturn(seed: ReturnSeed, n: number, order: Order, goods: Goods): Return {
  const sent = order.fulfillments.flatMap(({ lines }) => lines);
  const lines = seed.lines.flatMap(({ lineId, quantity }) => {
    const fulfillmentLineId = sent.find((each) => each.lineId === lineId)?.id;
    if (fulfillmentLineId === undefined) return [];
    const said = { reasonId: null, reasonNote: seed.reasonNote, customerNote: null, restockingPercent: null };
    return [{ id: newRowId(goods), fulfillmentLineId, lineId, quantity, processed: 0, ...said }];
  });
  const approvedAt = seed.status === "OPEN" ? seed.createdAt : null;
  return {
    ...{ id: seed.id, name: `#${order.number}-R${n}`, status: seed.status, createdAt: seed.createdAt, approvedAt },
    ...{ closedAt: null, decline: null, lines, exchanges: [], shippingFee: null },
  };
}
