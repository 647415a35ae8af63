import { z } from "zod";
import type { Connection } from "../../contract.ts";
import type { ActionFacts, PostalAddress } from "../../contract-actions.ts";
import { orderForActionDocument, orderLinesDocument } from "../documents-order-actions.ts";
import { address } from "./address.ts";
import { type Amounts, atLeastZero, moneyBag } from "./amounts.ts";
import { ask, checkedId } from "./ask.ts";
import { NotThere, type Refusal } from "./refused.ts";

const risks = ["LOW", "MEDIUM", "HIGH"] as const;
const settledDisputes = new Set(["WON", "PREVENTED"]);

export const orderFields = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.coerce.date(),
  cancelledAt: z.coerce.date().nullish(),
  displayFinancialStatus: z.string().nullish(),
  displayFulfillmentStatus: z.string().nullish(),
  returnStatus: z.string().nullish(),
  tags: z.array(z.string()),
  currentTotalPriceSet: moneyBag,
  totalRefundedSet: moneyBag,
  netPaymentSet: moneyBag,
  totalOutstandingSet: moneyBag,
  customer: z.object({ id: z.string() }).nullish(),
  risk: z.object({ assessments: z.array(z.object({ riskLevel: z.string() })) }).nullish(),
  disputes: z.array(z.object({ status: z.string() })).nullish(),
  fulfillments: z.array(z.object({ status: z.string().nullish(), deliveredAt: z.coerce.date().nullish() })).nullish(),
});
const orderForAction = orderFields.extend({
  note: z.string().nullish(),
  email: z.string().nullish(),
  merchantEditable: z.boolean().nullish(),
  merchantEditableErrors: z.array(z.string()).nullish(),
  shippingAddress: address.nullish(),
  cancellation: z.object({ staffNote: z.string().nullish() }).nullish(),
});

export interface ShopOrder {
  id: string;
  name: string;
  facts: ActionFacts;
  refunded: Amounts;
  /** Received and not given back. */
  net: Amounts;
  /** Below zero: the shop owes her. */
  outstanding: Amounts;
  returnStatus: string | null;
}
export interface ActionOrder extends ShopOrder {
  note: string;
  email: string | null;
  notEditable: string | null;
  shippingAddress: PostalAddress | null;
  cancelNote: string | null;
}

/** @throws NotThere */
export async function loadOrder(shop: Connection, orderId: string): Promise<ActionOrder> {
  const id = checkedId(orderId, "Order", "order");
  const { order } = await ask(shop, orderForActionDocument, { id }, z.object({ order: orderForAction.nullable() }));
  if (!order) throw new NotThere("order");
  const reasons = order.merchantEditableErrors ?? [];
  return {
    ...shopOrder(order),
    note: order.note ?? "",
    email: order.email ?? null,
    notEditable: order.merchantEditable === false ? reasons.join(" ") || "Shopify does not let it be edited" : null,
    shippingAddress: order.shippingAddress ?? null,
    cancelNote: order.cancellation?.staffNote ?? null,
  };
}

export function shopOrder(order: z.infer<typeof orderFields>): ShopOrder {
  return {
    id: order.id,
    name: order.name,
    facts: factsOf(order),
    refunded: order.totalRefundedSet,
    net: order.netPaymentSet,
    outstanding: order.totalOutstandingSet,
    returnStatus: order.returnStatus ?? null,
  };
}

function factsOf(order: z.infer<typeof orderFields>): ActionFacts {
  const delivered = (order.fulfillments ?? []).flatMap(({ deliveredAt }) => deliveredAt ?? []);
  const levels = (order.risk?.assessments ?? []).map(({ riskLevel }) => riskLevel);
  const risk = risks.findLast((level) => levels.includes(level));
  return {
    orderName: order.name,
    customerExternalId: order.customer?.id ?? null,
    placedAt: order.createdAt,
    deliveredAt: delivered.length > 0 ? new Date(Math.max(...delivered.map(Number))) : null,
    cancelledAt: order.cancelledAt ?? null,
    financialStatus: order.displayFinancialStatus?.toLowerCase() ?? null,
    fulfillmentStatus: order.displayFulfillmentStatus?.toLowerCase() ?? null,
    total: order.currentTotalPriceSet.shop,
    refundable: atLeastZero(order.netPaymentSet.shop),
    refunded: order.totalRefundedSet.shop,
    risk: risk ? riskWords[risk] : null,
    disputed: (order.disputes ?? []).some(({ status }) => !settledDisputes.has(status)),
    tags: order.tags,
  };
}

const riskWords = { LOW: "low", MEDIUM: "medium", HIGH: "high" } as const;

/** Of an action that is about no order. */
export function factsWithoutOrder(customer: { id: string; tags: string[] } | null): ActionFacts {
  return {
    ...{ orderName: null, placedAt: null, deliveredAt: null, cancelledAt: null, financialStatus: null },
    ...{ fulfillmentStatus: null, total: null, refundable: null, refunded: null, risk: null, disputed: false },
    customerExternalId: customer?.id ?? null,
    tags: customer?.tags ?? [],
  };
}

export function cancelledRefusal({ name, facts }: ShopOrder): Refusal | null {
  return facts.cancelledAt && { code: "already_cancelled", message: `${name} is cancelled` };
}

const lineNode = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  /** As ordered. */
  quantity: z.number().int(),
  /** Without what was refunded or removed. */
  currentQuantity: z.number().int(),
  refundableQuantity: z.number().int(),
  unfulfilledQuantity: z.number().int(),
  isGiftCard: z.boolean(),
  restockable: z.boolean().nullish(),
  requiresShipping: z.boolean().nullish(),
  taxable: z.boolean().nullish(),
  variant: z.object({ id: z.string() }).nullish(),
  product: z.object({ tags: z.array(z.string()) }).nullish(),
  originalUnitPriceSet: moneyBag,
  discountedUnitPriceAfterAllDiscountsSet: moneyBag,
});
export type ShopLine = z.infer<typeof lineNode>;

/** Of the products of some lines. */
export function tagsOf(lines: readonly Pick<ShopLine, "product">[]): string[] {
  return [...new Set(lines.flatMap(({ product }) => product?.tags ?? []))].sort();
}

const linesPage = z.object({
  order: z
    .object({
      lineItems: z.object({
        nodes: z.array(lineNode),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
      }),
    })
    .nullable(),
});

/** Every line of an order, however many pages they fill, also those that were removed. */
export async function loadLines(shop: Connection, id: string): Promise<ShopLine[]> {
  const lines: ShopLine[] = [];
  let after: string | null = null;
  for (;;) {
    const answer: z.infer<typeof linesPage> = await ask(shop, orderLinesDocument, { id, after }, linesPage);
    if (!answer.order) throw new NotThere("order");
    const { nodes, pageInfo } = answer.order.lineItems;
    lines.push(...nodes);
    if (!pageInfo.hasNextPage || !pageInfo.endCursor) return lines;
    after = pageInfo.endCursor;
  }
}
