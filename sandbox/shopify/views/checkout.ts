import { nothing, share, sum, times } from "../bag.ts";
import { connection, type PageArgs } from "../connection.ts";
import { gid } from "../gid.ts";
import type { Checkout } from "../goods-records.ts";
import type { Asking } from "../part.ts";
import type { Line } from "../records.ts";
import { lineTotal } from "../totals.ts";
import { addressView } from "./address.ts";
import { customerNamed } from "./customer.ts";
import { findVariant, imageView } from "./line.ts";
import { bagView } from "./money.ts";
import { productView, variantView } from "./product.ts";

export function checkoutView(asking: Asking, checkout: Checkout) {
  const { shop } = asking;
  const { id, createdAt, updatedAt, completedAt, customerId, lines } = checkout;
  const bag = bagView(shop, { presentment: { currency: shop.currency, rate: "1" } });
  const total = bag(sum(lines.map(lineTotal)));
  const customer = shop.customers.find((each) => each.id === customerId);
  const address = () => addressView(customer?.addresses.find((each) => each.id === customer.defaultAddressId) ?? null);
  return {
    ...{
      id: gid("AbandonedCheckout", id),
      name: `#${id}`,
      note: "",
      createdAt,
      updatedAt,
      completedAt,
      taxesIncluded: shop.taxesIncluded,
    },
    ...{
      abandonedCheckoutUrl: `https://${shop.domain}/checkouts/${id}/recover`,
      discountCodes: [],
      customAttributes: [],
    },
    ...{ subtotalPriceSet: total, totalPriceSet: total, totalLineItemsPriceSet: total, taxLines: [] },
    ...{ totalDiscountSet: bag(nothing), totalTaxSet: bag(nothing), totalDutiesSet: null },
    customer: () => customerNamed(asking, customerId),
    ...{ shippingAddress: address, billingAddress: address },
    lineItemsQuantity: lines.reduce((units, { quantity }) => units + quantity, 0),
    lineItems: (args: PageArgs) => connection(lines, args, (line) => lineView(asking, bag, line)),
  };
}

function lineView(asking: Asking, bag: ReturnType<typeof bagView>, line: Line) {
  const { id, title, variant: variantTitle, sku, quantity, unit } = line;
  const match = findVariant(asking, line);
  const total = lineTotal(line);
  return {
    ...{ id: gid("AbandonedCheckoutLineItem", id), title, variantTitle, sku, quantity, customAttributes: [] },
    ...{ originalUnitPriceSet: bag(unit), originalTotalPriceSet: bag(times(unit, quantity)) },
    ...{ discountedUnitPriceSet: bag(share(total, 1, quantity)), discountedTotalPriceSet: bag(total) },
    ...{
      discountedUnitPriceWithCodeDiscount: bag(share(total, 1, quantity)),
      discountedTotalPriceWithCodeDiscount: bag(total),
    },
    image: imageView(asking, line.image, id, title),
    product: () => match && productView(asking, match.product),
    variant: () => match && variantView(asking, match.product, match.variant),
  };
}
