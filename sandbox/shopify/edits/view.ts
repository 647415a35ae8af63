import { share, sum } from "../bag.ts";
import { connection, type PageArgs } from "../connection.ts";
import { gid } from "../gid.ts";
import type { Asking } from "../part.ts";
import type { Line, Order } from "../records.ts";
import { lineTotal, priceOf, totals, unitsOf } from "../totals.ts";
import { findVariant, imageView, lineView, taxLines } from "../views/line.ts";
import { bagView, money } from "../views/money.ts";
import { orderView } from "../views/order.ts";
import { variantView } from "../views/product.ts";
import { edited } from "./apply.ts";
import type { Change, Edit } from "./records.ts";

/** The order with its edit laid over it. */
export function calculatedOrderView(asking: Asking, order: Order, edit: Edit) {
  const after: Order = { ...order, lines: edited(asking, order, edit.changes) };
  const all = totals(after);
  const bag = bagView(asking.shop, order);
  const isOld = ({ id }: Line) => order.lines.some((line) => line.id === id);
  const view = (line: Line) => calculatedLineView(asking, after, line, edit);
  const discounts = edit.changes.filter((change) => change.kind === "discount");
  return {
    ...{
      id: gid("CalculatedOrder", edit.id),
      subtotalPriceSet: bag(all.current.subtotal),
      totalPriceSet: bag(all.currentTotal),
    },
    ...{ totalOutstandingSet: bag(all.outstanding), cartDiscountAmountSet: bag(sum([])), committed: edit.isCommitted },
    ...{ notificationPreviewTitle: `Order #${order.number} was updated`, notificationPreviewHtml: null },
    subtotalLineItemsQuantity: after.lines.reduce((units, line) => units + unitsOf(after, line).current, 0),
    taxLines: taxLines(bag, all.current.tax, all.current.subtotal),
    originalOrder: () => orderView(asking, order),
    lineItems: (args: PageArgs) => connection(after.lines.filter(isOld), args, view),
    addedLineItems: (args: PageArgs) =>
      connection(
        after.lines.filter((line) => !isOld(line)),
        args,
        view,
      ),
    addedDiscountApplications: (args: PageArgs) => connection(discounts, args, (each) => discountView(order, each)),
    shippingLines: order.shippingLines.map((line) => ({
      ...{
        id: gid("CalculatedShippingLine", line.id),
        title: line.title,
        price: bag(line.price),
        stagedStatus: "NONE",
      },
    })),
    stagedChanges: (args: PageArgs) =>
      connection(
        edit.changes.map((change, id) => ({ id, change })),
        args,
        ({ change }) => stagedView(asking, order, change),
      ),
  };
}

export function calculatedLineView(asking: Asking, after: Order, line: Line, edit: Edit) {
  const bag = bagView(asking.shop, after);
  const { current, unfulfilled, gone } = unitsOf(after, line);
  const before = asking.shop.orders.find(({ id }) => id === edit.orderId);
  const old = before?.lines.find(({ id }) => id === line.id);
  const match = findVariant(asking, line);
  const mine = edit.changes.filter((change) => change.lineId === line.id);
  return {
    ...{ id: gid("CalculatedLineItem", line.id), quantity: current, editableQuantity: unfulfilled, sku: line.sku },
    ...{ editableQuantityBeforeChanges: before && old ? unitsOf(before, old).unfulfilled : 0, title: line.title },
    ...{ variantTitle: line.variant, restockable: match !== null, customAttributes: line.customAttributes },
    restocking: mine.some((change) => change.kind === "quantity" && change.restock),
    hasStagedLineItemDiscount: mine.some(({ kind }) => kind === "discount"),
    ...{ originalUnitPriceSet: bag(line.unit), discountedUnitPriceSet: bag(share(lineTotal(line), 1, line.quantity)) },
    editableSubtotalSet: bag(priceOf(line, unfulfilled, gone)),
    uneditableSubtotalSet: bag(priceOf(line, current - unfulfilled, gone + unfulfilled)),
    image: imageView(asking, line.image, line.id, line.title),
    variant: () => match && variantView(asking, match.product, match.variant),
    stagedChanges: () => mine.map((change) => stagedView(asking, before ?? after, change)),
    calculatedDiscountAllocations: () =>
      line.discounts.map((each) => ({
        allocatedAmountSet: bag(each.amount),
        discountApplication: discountView(after, each),
      })),
  };
}

/** A discount of an edit, or one that was on the line before. */
function discountView(
  { presentment }: Pick<Order, "presentment">,
  {
    id,
    title,
    percentage,
    amount,
  }: { id: number; title: string; percentage: number | null; amount: Line["unit"] | null },
) {
  const value =
    percentage === null
      ? { __typename: "MoneyV2", ...money(amount?.presentment ?? 0, presentment.currency) }
      : { __typename: "PricingPercentageValue", percentage };
  return {
    ...{ __typename: "CalculatedManualDiscountApplication", id: gid("CalculatedManualDiscountApplication", id) },
    ...{
      description: title,
      appliedTo: "LINE",
      allocationMethod: "EACH",
      targetSelection: "EXPLICIT",
      targetType: "LINE_ITEM",
    },
    value,
  };
}

export function stagedView(asking: Asking, order: Order, change: Change) {
  const line = order.lines.find(({ id }) => id === change.lineId);
  const own = { lineItem: () => line && lineView(asking, order, line) };
  if (change.kind === "variant") {
    const match = findVariant(asking, change);
    const variant = () => match && variantView(asking, match.product, match.variant);
    return { __typename: "OrderStagedChangeAddVariant", quantity: change.quantity, variant };
  }
  if (change.kind === "custom") {
    const originalUnitPrice = money(change.unit.presentment, order.presentment.currency);
    return {
      __typename: "OrderStagedChangeAddCustomItem",
      title: change.title,
      quantity: change.quantity,
      originalUnitPrice,
    };
  }
  if (change.kind === "discount") {
    const { value, description } = discountView(order, change);
    const id = gid("OrderStagedChangeAddLineItemDiscount", change.id);
    return { __typename: "OrderStagedChangeAddLineItemDiscount", id, description, value };
  }
  const delta = change.quantity - (line ? unitsOf(order, line).current : 0);
  return delta < 0
    ? { __typename: "OrderStagedChangeDecrementItem", delta: -delta, restock: change.restock, ...own }
    : { __typename: "OrderStagedChangeIncrementItem", delta, ...own };
}
