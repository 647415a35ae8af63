import { z } from "zod";
import type { Connection } from "../../contract.ts";
import type { ActionPreview } from "../../contract-actions.ts";
import { returnableDocument, returnCalculateDocument, returnReasonsDocument } from "../documents-return-actions.ts";
import { type Amounts, minus, moneyBag, noMoney, plus, spoken } from "./amounts.ts";
import { ask } from "./ask.ts";
import { bringsOf } from "./brings.ts";
import { type ActionOrder, cancelledRefusal, loadLines, loadOrder, type ShopLine, tagsOf } from "./order.ts";
import type { ActionOf } from "./performer.ts";
import { line, orRefusal, previewOf } from "./previews.ts";
import type { Refusal } from "./refused.ts";

type Return = ActionOf<"order.return">;

/** What is sent, but for our key in the notes. */
export const returnMemo = z.object({
  lines: z.array(
    z.object({
      fulfillmentLineItemId: z.string(),
      quantity: z.number().int(),
      returnReasonDefinitionId: z.string().optional(),
      note: z.string(),
    }),
  ),
});
type PlannedLine = z.infer<typeof returnMemo>["lines"][number];

/** What a return would take back and bring, worked out by the shop. Money moves when the shop processes it. */
export async function planReturn(shop: Connection, action: Return): Promise<ActionPreview> {
  const order = await loadOrder(shop, action.orderId);
  const returnable = await loadReturnable(shop, order.id);
  const refusal = cancelledRefusal(order) ?? (await refusedFor(shop, action, order, returnable));
  const cost = noMoney(order.net);
  if (refusal) return previewOf({ cost, facts: order.facts, rests: [refusal, returnable], refusal });
  return orRefusal({ cost, facts: order.facts }, () => planWithShop(shop, action, order, returnable));
}

async function planWithShop(
  shop: Connection,
  action: Return,
  order: ActionOrder,
  returnable: readonly Returnable[],
): Promise<ActionPreview> {
  const brings = await exchanged(shop, action, order.id);
  const reasons = await loadReasons(shop, action);
  const lines = plannedLines(action, returnable, reasons);
  const calculated = await calculate(shop, action, lines);
  const productTags = tagsOf(returnable.filter((one) => action.lines.some(({ lineId }) => lineId === one.lineId)));
  const difference = minus(calculated.brings, calculated.takes);
  return previewOf({
    ...{ cost: noMoney(order.net), facts: { ...order.facts, ...(brings && { brings }), productTags } },
    rests: [lines, calculated, order.outstanding],
    lines: [
      ...calculated.back.map(({ id, quantity, amounts }) =>
        line(`Back: ${returnable.find((each) => each.id === id)?.name ?? "an item"}`, quantity, amounts.customer),
      ),
      ...calculated.instead.map(({ name, quantity, amounts }) => line(`Instead: ${name}`, quantity, amounts.customer)),
    ],
    balanceDue: difference.minor > 0 ? difference : null,
    warnings: [
      ...(difference.minor < 0
        ? [`${spoken({ ...difference, minor: -difference.minor })} go back to her when the return is processed`]
        : []),
      ...(action.notify ? ["Shopify writes to nobody about a return made this way"] : []),
    ],
    memo: { lines },
  });
}

async function exchanged(shop: Connection, action: Return, orderId: string) {
  if (action.exchange.length === 0) return undefined;
  const lines = await loadLines(shop, orderId);
  const takes = action.lines.map(({ lineId, quantity }) => ({
    ...{ variantId: lines.find(({ id }) => id === lineId)?.variant?.id ?? null, quantity },
  }));
  return bringsOf(shop, takes, action.exchange);
}

interface Returnable {
  /** Of the line in its fulfilment. */
  id: string;
  lineId: string;
  name: string;
  quantity: number;
  product: ShopLine["product"];
}

const page = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });
const returnablePage = z.object({
  returnableFulfillments: z.object({
    nodes: z.array(
      z.object({
        returnableFulfillmentLineItems: z.object({
          nodes: z.array(
            z.object({
              quantity: z.number().int(),
              fulfillmentLineItem: z.object({
                id: z.string(),
                lineItem: z.object({
                  ...{ id: z.string(), name: z.string() },
                  product: z.object({ tags: z.array(z.string()) }).nullish(),
                }),
              }),
            }),
          ),
          pageInfo: page,
        }),
      }),
    ),
    pageInfo: page,
  }),
});

/** Everything of the order that can come back: fulfilment by fulfilment, each page by page. */
async function loadReturnable(shop: Connection, orderId: string): Promise<Returnable[]> {
  const all: Returnable[] = [];
  let after: string | null = null;
  let afterLine: string | null = null;
  for (;;) {
    const variables = { orderId, after, afterLine };
    const answer: z.infer<typeof returnablePage> = await ask(shop, returnableDocument, variables, returnablePage);
    const { nodes, pageInfo } = answer.returnableFulfillments;
    const lines = nodes[0]?.returnableFulfillmentLineItems;
    for (const { quantity, fulfillmentLineItem: found } of lines?.nodes ?? []) {
      const { id: lineId, name, product } = found.lineItem;
      all.push({ id: found.id, lineId, name, quantity, product });
    }
    afterLine = (lines?.pageInfo.hasNextPage && lines.pageInfo.endCursor) || null;
    if (afterLine) continue;
    if (!pageInfo.hasNextPage || !pageInfo.endCursor) return all;
    after = pageInfo.endCursor;
  }
}

async function refusedFor(
  shop: Connection,
  action: Return,
  order: ActionOrder,
  returnable: readonly Returnable[],
): Promise<Refusal | null> {
  if (action.lines.length === 0) return { code: "nothing_to_return", message: "Choose what comes back" };
  for (const lineId of new Set(action.lines.map((each) => each.lineId))) {
    const asked = quantityOf(action.lines.filter((each) => each.lineId === lineId));
    const found = returnable.filter((each) => each.lineId === lineId);
    if (asked <= quantityOf(found)) continue;
    if (found.length > 0) {
      const message = `Of ${found[0]?.name} only ${quantityOf(found)} can come back, not ${asked}`;
      return { code: "exceeds_returnable", message };
    }
    const line = (await loadLines(shop, order.id)).find(({ id }) => id === lineId);
    if (!line) return { code: "unknown_line", message: `${order.name} has no such line` };
    if (line.unfulfilledQuantity > 0) {
      return { code: "not_fulfilled", message: `${line.name} was not sent yet: take it off the order instead` };
    }
    return { code: "exceeds_returnable", message: `${line.name} came back already, or is on its way` };
  }
  return null;
}

function quantityOf(lines: readonly { quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Reasons by their handle; Shopify has a library of them, and what is not in it goes into the note. */
async function loadReasons(shop: Connection, { lines }: Return): Promise<Map<string, string>> {
  const handles = [...new Set(lines.map(({ reason }) => handleOf(reason)).filter(Boolean))];
  if (handles.length === 0) return new Map();
  const answer = z.object({
    returnReasonDefinitions: z.object({ nodes: z.array(z.object({ id: z.string(), handle: z.string() })) }),
  });
  const { returnReasonDefinitions: found } = await ask(shop, returnReasonsDocument, { handles }, answer);
  return new Map(found.nodes.map(({ id, handle }) => [handle, id]));
}

function handleOf(reason: string): string {
  return reason
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function plannedLines(action: Return, returnable: readonly Returnable[], reasons: ReadonlyMap<string, string>) {
  const left = new Map(returnable.map(({ id, quantity }) => [id, quantity]));
  const wish = action.settlementNote ? `Difference: ${action.settlementNote}` : "";
  return action.lines.flatMap(({ lineId, quantity, reason, note }) => {
    const reasonId = reasons.get(handleOf(reason));
    const words = [reasonId ? "" : reason, note, wish].filter(Boolean).join(" · ");
    let wanted = quantity;
    return returnable.flatMap((each): PlannedLine[] => {
      const taken = each.lineId === lineId ? Math.min(wanted, left.get(each.id) ?? 0) : 0;
      if (taken === 0) return [];
      wanted -= taken;
      left.set(each.id, (left.get(each.id) ?? 0) - taken);
      const definition = reasonId ? { returnReasonDefinitionId: reasonId } : {};
      return [{ fulfillmentLineItemId: each.id, quantity: taken, note: words, ...definition }];
    });
  });
}

const calculatedReturn = z.object({
  returnCalculate: z.object({
    returnLineItems: z.array(
      z.object({
        quantity: z.number(),
        fulfillmentLineItem: z.object({ id: z.string() }),
        subtotalSet: moneyBag,
        totalTaxSet: moneyBag,
      }),
    ),
    exchangeLineItems: z.array(
      z.object({
        quantity: z.number(),
        variant: z.object({ id: z.string(), displayName: z.string() }).nullish(),
        subtotalSet: moneyBag,
        totalTaxSet: moneyBag,
      }),
    ),
  }),
});

async function calculate(shop: Connection, { orderId, exchange }: Return, lines: readonly PlannedLine[]) {
  const input = {
    orderId,
    returnLineItems: lines.map(({ fulfillmentLineItemId, quantity }) => ({ fulfillmentLineItemId, quantity })),
    exchangeLineItems: exchange.map(({ variantId, quantity }) => ({ variantId, quantity })),
  };
  const { returnCalculate: found } = await ask(shop, returnCalculateDocument, { input }, calculatedReturn);
  const back = found.returnLineItems.map((each) => ({
    id: each.fulfillmentLineItem.id,
    quantity: each.quantity,
    amounts: withTax(each),
  }));
  const instead = found.exchangeLineItems.map((each) => ({
    name: each.variant?.displayName ?? "an item",
    quantity: each.quantity,
    amounts: withTax(each),
  }));
  const zero = noMoney(back[0]?.amounts ?? instead[0]?.amounts ?? nothing).customer;
  const sum = (list: readonly { amounts: Amounts }[]) =>
    list.reduce((total, { amounts }) => plus(total, amounts.customer), zero);
  return { back, instead, takes: sum(back), brings: sum(instead) };
}

const nothing: Amounts = { shop: { minor: 0, currency: "XXX" }, customer: { minor: 0, currency: "XXX" } };

function withTax({ subtotalSet, totalTaxSet }: { subtotalSet: Amounts; totalTaxSet: Amounts }): Amounts {
  return {
    shop: plus(subtotalSet.shop, totalTaxSet.shop),
    customer: plus(subtotalSet.customer, totalTaxSet.customer),
  };
}
