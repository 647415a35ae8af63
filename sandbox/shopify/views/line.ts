import { minus, share, sum, times } from "../bag.ts";
import { gid } from "../gid.ts";
import type { Asking } from "../part.ts";
import type { Line, Order } from "../records.ts";
import { lineTotal, priceOf, unitsOf } from "../totals.ts";
import { bagView, money } from "./money.ts";
import { productView, variantView } from "./product.ts";

export const lineName = ({ title, variant }: Pick<Line, "title" | "variant">) =>
  variant ? `${title} - ${variant}` : title;

export function imageView(asking: Asking, image: string | null, id: number, altText: string) {
  if (!image) return null;
  return { id: gid("ImageSource", id), altText, height: 400, width: 400, url: `${asking.imageBase}/${image}.svg` };
}

export function lineView(asking: Asking, order: Order, line: Line) {
  const { shop } = asking;
  const bag = bagView(shop, order);
  const units = unitsOf(order, line);
  const { id, title, variant: variantTitle, sku, quantity, unit, discounts, tax, requiresShipping, isGiftCard } = line;
  const discounted = lineTotal(line);
  const found = findVariant(asking, line);
  return {
    ...{ id: gid("LineItem", id), name: lineName(line), title, variantTitle, sku, vendor: line.vendor ?? shop.name },
    ...{ quantity, currentQuantity: units.current, refundableQuantity: units.current, requiresShipping, isGiftCard },
    ...{ unfulfilledQuantity: units.unfulfilled, nonFulfillableQuantity: units.gone, taxable: true },
    ...{ restockable: found !== null, merchantEditable: order.cancelledAt === null && units.unfulfilled > 0 },
    customAttributes: line.customAttributes,
    image: imageView(asking, line.image, id, title),
    ...{ originalUnitPriceSet: bag(unit), originalTotalSet: bag(times(unit, quantity)) },
    ...{ discountedUnitPriceSet: bag(share(discounted, 1, quantity)), discountedTotalSet: bag(discounted) },
    discountedUnitPriceAfterAllDiscountsSet: bag(share(discounted, 1, quantity)),
    totalDiscountSet: bag(minus(times(unit, quantity), discounted)),
    unfulfilledOriginalTotalSet: bag(times(unit, units.unfulfilled)),
    unfulfilledDiscountedTotalSet: bag(priceOf(line, units.unfulfilled, quantity - units.unfulfilled)),
    priceAfterAllDiscountsBeforeTaxesSet: bag(order.taxesIncluded ? minus(discounted, tax) : discounted),
    discountAllocations: () => discounts.map((each) => allocationView(order, bag, each)),
    taxLines: () => taxLines(bag, tax, discounted),
    product: () => found && productView(asking, found.product),
    variant: () => found && variantView(asking, found.product, found.variant),
  };
}

type BagView = ReturnType<typeof bagView>;

/** The taxes of something worth `price`; none when there is none. */
export function taxLines(bag: BagView, tax: Line["tax"], price: Line["tax"]) {
  if (tax.presentment === 0) return [];
  const rate = price.presentment === 0 ? 0 : Math.round((tax.presentment / price.presentment) * 10_000) / 10_000;
  return [
    { title: "Tax", priceSet: bag(tax), rate, ratePercentage: rate * 100, channelLiable: false, source: "sandbox" },
  ];
}

/** Every discount of an order's lines, once. */
export function discountsOf({ lines }: Pick<Order, "lines">) {
  return [...new Map(lines.flatMap(({ discounts }) => discounts).map((each) => [nameOf(each), each])).values()];
}

function allocationView(order: Order, bag: BagView, discount: Line["discounts"][number]) {
  return { allocatedAmountSet: bag(discount.amount), discountApplication: () => applicationView(order, discount) };
}

export function applicationView(order: Pick<Order, "lines" | "presentment">, discount: Line["discounts"][number]) {
  const same = order.lines.flatMap(({ discounts }) => discounts).filter((each) => nameOf(each) === nameOf(discount));
  const { presentment } = sum(same.map(({ amount }) => amount));
  const value =
    discount.percentage === null
      ? { __typename: "MoneyV2", ...money(presentment, order.presentment.currency) }
      : { __typename: "PricingPercentageValue", percentage: discount.percentage };
  return {
    __typename: discount.code ? "DiscountCodeApplication" : "ManualDiscountApplication",
    ...(discount.code ? { code: discount.code } : { title: discount.title, description: discount.title }),
    ...{ index: 0, allocationMethod: "ACROSS", targetSelection: "ALL", targetType: "LINE_ITEM", value },
  };
}

const nameOf = ({ code, title }: Line["discounts"][number]) => code ?? title;

export function findVariant({ shop }: Asking, { variantId }: Pick<Line, "variantId">) {
  for (const product of shop.products) {
    const variant = product.variants.find(({ id }) => id === variantId);
    if (variant) return { product, variant };
  }
  return null;
}
