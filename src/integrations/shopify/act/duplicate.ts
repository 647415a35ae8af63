import { z } from "zod";
import type { Connection } from "../../contract.ts";
import type { ActionPreview } from "../../contract-actions.ts";
import { draftOrderCompleteDocument, draftOrderDeleteDocument } from "../documents-draft-actions.ts";
import { isWhole } from "./address.ts";
import { type Amounts, noMoney, none, plus, same, spoken } from "./amounts.ts";
import { afterwards, change } from "./ask.ts";
import {
  calculateDraft,
  createDraft,
  type Draft,
  type DraftLine,
  type DraftWanted,
  draftInput,
  findDraft,
  percentOff,
} from "./drafts.ts";
import { type ActionOrder, loadLines, loadOrder, type ShopLine } from "./order.ts";
import type { ActionOf, AttemptOf, Done, Performer } from "./performer.ts";
import { done, line, orRefusal, previewOf } from "./previews.ts";
import { Refused } from "./refused.ts";

type Duplicate = ActionOf<"order.duplicate">;

const memo = z.object({ input: z.record(z.string(), z.unknown()) });

/**
 * The same goods once more: a draft, or a replacement that costs nothing and is an order at once. Made as a new draft
 * and not with `draftOrderCreateFromOrder`, which leaves room for no key: repeated, it would make a second one.
 */
export const duplicate: Performer<"order.duplicate"> = {
  async preview(shop, action) {
    const order = await loadOrder(shop, action.orderId);
    const ordered = await loadLines(shop, order.id);
    const chosen = action.lines ?? sameAgain(ordered, action.replacement);
    const base = { cost: noMoney(order.net), facts: order.facts };
    if (chosen.length === 0) {
      const refusal = { code: "nothing_to_send", message: `${order.name} has nothing that could be sent again` };
      return previewOf({ ...base, rests: refusal, refusal });
    }
    return orRefusal(base, () => planned(shop, action, order, ordered, chosen));
  },

  async execute(shop, attempt) {
    const { action, key, preview } = attempt;
    if (preview.refusal) throw new Refused(preview.refusal);
    const { input } = memo.parse(JSON.parse(preview.memo ?? "{}"));
    if (!(await findDraft(shop, key))) await createDraft(shop, input, key);
    const made = await afterwards(() => findDraft(shop, key));
    if (action.replacement && !made.order) await complete(shop, made.id);
    return afterwards(() => readBack(shop, attempt));
  },

  readBack,
};

async function planned(
  shop: Connection,
  action: Duplicate,
  order: ActionOrder,
  ordered: readonly ShopLine[],
  chosen: readonly DraftLine[],
): Promise<ActionPreview> {
  const input = draftInput(wantedOf(action, order, chosen));
  const found = await calculateDraft(shop, input);
  const total = found.totalPriceSet;
  const worth = found.lineItems.reduce((sum, each) => both(sum, each.originalTotalSet), noMoney(total));
  const kept = action.replacement && !action.lines ? ordered.filter(({ isGiftCard }) => isGiftCard) : [];
  return previewOf({
    ...{ cost: action.replacement ? worth : noMoney(total), facts: order.facts, memo: { input } },
    rests: [input, found.lineItems, total],
    lines: found.lineItems.map(({ name, quantity, originalTotalSet }) =>
      line(name, quantity, originalTotalSet.customer),
    ),
    balanceDue: action.replacement ? null : total.customer,
    warnings: [
      ...kept.map(({ name }) => `${name} is not given away again`),
      ...(found.warnings ?? []).map(({ message }) => message),
    ],
  });
}

/** What is still on the order; of a cancelled one, where nothing is, what was ordered. Money is not sent again. */
function sameAgain(lines: readonly ShopLine[], replacement: boolean): DraftLine[] {
  const gone = lines.every(({ currentQuantity }) => currentQuantity === 0);
  return lines.flatMap((each): DraftLine[] => {
    const quantity = gone ? each.quantity : each.currentQuantity;
    if (quantity === 0 || (replacement && each.isGiftCard)) return [];
    if (each.variant) return [{ variantId: each.variant.id, quantity }];
    const { title, originalUnitPriceSet, requiresShipping, taxable } = each;
    const item = { title, unitPrice: originalUnitPriceSet.customer };
    return [{ quantity, item: { ...item, requiresShipping: requiresShipping ?? true, taxable: taxable ?? true } }];
  });
}

function wantedOf(action: Duplicate, order: ActionOrder, lines: readonly DraftLine[]): DraftWanted {
  const { replacement, note } = action;
  return {
    ...{ customerId: order.facts.customerExternalId, email: order.email, lines },
    address: isWhole(order.shippingAddress) ? order.shippingAddress : null,
    note: note || `${replacement ? "Replaces" : "Same as"} ${order.name}`,
    discount: replacement ? percentOff(100, `Replaces ${order.name}`) : null,
    freeShipping: replacement,
    nothing: none(order.net.customer),
    isForeign: order.net.customer.currency !== order.net.shop.currency,
  };
}

function both(one: Amounts, other: Amounts): Amounts {
  return { shop: plus(one.shop, other.shop), customer: plus(one.customer, other.customer) };
}

/** A draft that Shopify does not complete is of no use to anybody. */
async function complete(shop: Connection, id: string): Promise<void> {
  try {
    await change(shop, draftOrderCompleteDocument, { id }, z.looseObject({}));
  } catch (error) {
    if (!(error instanceof Refused)) await afterwards(() => Promise.reject(error));
    await afterwards(() => change(shop, draftOrderDeleteDocument, { id }, z.looseObject({})));
    throw error;
  }
}

/** A replacement that is still a draft is not done: the next attempt completes it. */
async function readBack(shop: Connection, attempt: AttemptOf<"order.duplicate">): Promise<Done | null> {
  const draft = await findDraft(shop, attempt.key);
  if (!draft) return null;
  if (!attempt.action.replacement) return drafted(draft, attempt);
  return draft.order ? replaced(draft, draft.order) : null;
}

function drafted(draft: Draft, { preview }: AttemptOf<"order.duplicate">): Done {
  const total = draft.totalPriceSet.customer;
  const expected = preview.balanceDue ?? total;
  return done({
    externalId: draft.id,
    cost: none(preview.cost),
    discrepancy: same(total, expected) ? null : `The draft comes to ${spoken(total)}, not ${spoken(expected)}`,
    shown: { draftOrderName: draft.name, ...(draft.invoiceUrl ? { invoiceUrl: draft.invoiceUrl } : {}) },
    undo: { kind: "draft_order.delete", draftOrderId: draft.id },
  });
}

/** What takes an action back is about the same order: the replacement is another one, and is cancelled as that. */
function replaced(draft: Draft, order: { id: string; name: string }): Done {
  const due = draft.totalPriceSet.customer;
  return done({
    externalId: order.id,
    cost: draft.totalDiscountsSet.shop,
    discrepancy: due.minor === 0 ? null : `${order.name} is not free: ${spoken(due)} are owed`,
    shown: { orderName: order.name },
  });
}
