import { type Bag, bagOf, nothing, share } from "../bag.ts";
import type { Asking } from "../part.ts";
import type { Line, Order } from "../records.ts";
import { lineTotal, unitsOf } from "../totals.ts";
import { Refused } from "../user-error.ts";
import { findVariant } from "../views/line.ts";
import type { Change } from "./records.ts";

/**
 * The lines of an order as they would be after the changes; the order stays as it is.
 * @throws Refused for a change that cannot be made, or no longer.
 */
export function edited(asking: Asking, order: Order, changes: readonly Change[]): Line[] {
  const copy: Order = { ...order, lines: structuredClone(order.lines) };
  for (const change of changes) {
    if (change.kind === "variant") copy.lines.push(addedVariant(asking, order, change));
    if (change.kind === "custom") copy.lines.push(addedCustom(change));
    if (change.kind === "quantity") setQuantity(copy, lineOf(copy, change.lineId), change.quantity);
    if (change.kind === "discount") discount(lineOf(copy, change.lineId), change);
  }
  return copy.lines;
}

function lineOf({ lines }: Order, lineId: number): Line {
  const line = lines.find(({ id }) => id === lineId);
  if (!line) throw new Refused(["lineItemId"], "The line item does not exist");
  return line;
}

const added = { removed: 0, discounts: [], tax: nothing, customAttributes: [] };

function addedVariant(
  asking: Asking,
  order: Order,
  { lineId, variantId, quantity }: Change & { kind: "variant" },
): Line {
  const match = findVariant(asking, { variantId });
  if (!match) throw new Refused(["variantId"], "The variant does not exist");
  const { product, variant } = match;
  return {
    ...{
      ...structuredClone(added),
      id: lineId,
      variantId,
      productId: product.id,
      title: product.title,
      variant: variant.title,
    },
    ...{ sku: variant.sku, vendor: product.vendor, image: product.image, quantity, requiresShipping: true },
    ...{ unit: bagOf(variant.priceMinor, asking.shop.currency, order.presentment), isGiftCard: false },
  };
}

function addedCustom({ lineId, title, unit, quantity, requiresShipping }: Change & { kind: "custom" }): Line {
  const none = { variantId: null, productId: null, variant: null, sku: null, vendor: null, image: null };
  return { ...structuredClone(added), ...none, id: lineId, title, unit, quantity, requiresShipping, isGiftCard: false };
}

/** Only units that were not sent can be taken out; more of a line cost what the line costs. */
function setQuantity(order: Order, line: Line, quantity: number): void {
  const { current, unfulfilled } = unitsOf(order, line);
  const fewer = current - quantity;
  if (fewer > unfulfilled) throw new Refused(["quantity"], "Cannot remove items that have been fulfilled");
  if (fewer >= 0) {
    line.removed += fewer;
    return;
  }
  const before = line.quantity;
  line.quantity -= fewer;
  line.tax = share(line.tax, line.quantity, before);
  line.discounts = line.discounts.map((each) => ({ ...each, amount: share(each.amount, line.quantity, before) }));
}

function discount(line: Line, { id, title, percentage, amount }: Change & { kind: "discount" }): void {
  const whole = lineTotal(line);
  const off: Bag = percentage === null ? (amount ?? nothing) : share(whole, Math.round(percentage * 100), 10_000);
  if (off.presentment > whole.presentment)
    throw new Refused(["discount"], "The discount exceeds the price of the line item");
  line.discounts.push({ id, title, code: null, amount: off, percentage });
}

/** Units that go back to stock when this is committed, by variant. */
export function restocked(order: Order, changes: readonly Change[]): { variantId: number | null; units: number }[] {
  return changes.flatMap((change) => {
    if (change.kind === "variant") return [{ variantId: change.variantId, units: -change.quantity }];
    const line = order.lines.find(({ id }) => id === change.lineId);
    if (change.kind !== "quantity" || !line) return [];
    const units = unitsOf(order, line).current - change.quantity;
    return units < 0 || change.restock ? [{ variantId: line.variantId, units }] : [];
  });
}
