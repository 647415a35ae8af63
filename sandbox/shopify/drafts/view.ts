import { minus, nothing, share, sum, times } from "../bag.ts";
import { connection, type PageArgs } from "../connection.ts";
import { gid } from "../gid.ts";
import type { Draft } from "../goods-records.ts";
import { eventsOf } from "../happenings.ts";
import type { Asking } from "../part.ts";
import type { Line } from "../records.ts";
import { lineTotal, totals } from "../totals.ts";
import { addressView } from "../views/address.ts";
import { customerNamed } from "../views/customer.ts";
import { findVariant, imageView, lineName, taxLines } from "../views/line.ts";
import { bagView, money } from "../views/money.ts";
import { orderView, shippingLineView } from "../views/order.ts";
import { productView, variantView } from "../views/product.ts";

type Priced = Pick<Draft, "customerId" | "order" | "discount">;

export function draftView(asking: Asking, draft: Draft) {
  const { shop } = asking;
  const {
    id,
    number,
    status,
    createdAt,
    updatedAt,
    completedAt,
    invoiceSentAt,
    reserveInventoryUntil,
    orderId,
    order,
  } = draft;
  const made = shop.orders.find((each) => each.id === orderId);
  return {
    ...pricedView(asking, draft),
    ...{ id: gid("DraftOrder", id), legacyResourceId: String(id), name: `#D${number}`, status, createdAt, updatedAt },
    ...{
      completedAt,
      invoiceSentAt,
      reserveInventoryUntil,
      ready: true,
      note2: order.note,
      tags: order.tags,
      email: order.email,
    },
    ...{
      poNumber: order.poNumber,
      customAttributes: order.customAttributes,
      visibleToCustomer: false,
      hasTimelineComment: false,
    },
    invoiceUrl: `https://${shop.domain}/invoices/${id}`,
    invoiceEmailTemplateSubject: `Invoice #D${number}`,
    events: eventsOf(shop, gid("DraftOrder", id)),
    order: () => (made ? orderView(asking, made) : null),
    shippingAddress: () => addressView(order.shippingAddress),
    billingAddress: () => addressView(order.billingAddress),
    lineItems: (args: PageArgs) => connection(order.lines, args, (line) => draftLineView(asking, order, line)),
  };
}

/** What a draft and its calculation have in common. */
function pricedView(asking: Asking, { customerId, order, discount }: Priced) {
  const bag = bagView(asking.shop, order);
  const all = totals(order);
  const customer = () => customerNamed(asking, customerId);
  return {
    ...{
      currencyCode: asking.shop.currency,
      presentmentCurrencyCode: order.presentment.currency,
      phone: order.phone,
      customer,
    },
    purchasingEntity: () => (customerId === null ? null : { __typename: "Customer", ...customer() }),
    ...{ subtotalPriceSet: bag(all.subtotal), totalPriceSet: bag(all.total), totalTaxSet: bag(all.tax) },
    ...{
      totalShippingPriceSet: bag(all.shipping),
      totalDiscountsSet: bag(all.discounts),
      amountDueNowSet: bag(all.total),
    },
    ...{
      amountDueLaterSet: bag(nothing),
      lineItemsSubtotalPrice: bag(all.subtotal),
      taxesIncluded: order.taxesIncluded,
    },
    totalLineItemsPriceSet: bag(sum(order.lines.map(({ unit, quantity }) => times(unit, quantity)))),
    totalQuantityOfLineItems: order.lines.reduce((units, { quantity }) => units + quantity, 0),
    ...{ discountCodes: order.discountCodes, taxLines: taxLines(bag, all.tax, all.subtotal) },
    appliedDiscount: discount && {
      ...{ title: discount.title, description: discount.description, value: discount.value },
      ...{ valueType: discount.isPercentage ? "PERCENTAGE" : "FIXED_AMOUNT", amountSet: bag(discount.amount) },
    },
    shippingLine: () => order.shippingLines.map((line) => shippingLineView(asking, order, line))[0] ?? null,
  };
}

export function calculatedDraftView(asking: Asking, draft: Priced) {
  const { order } = draft;
  const { currency } = order.presentment;
  return {
    ...pricedView(asking, draft),
    lineItems: order.lines.map((line) => ({
      ...draftLineView(asking, order, line),
      discountedTotal: money(lineTotal(line).presentment, currency),
      originalTotal: money(times(line.unit, line.quantity).presentment, currency),
      originalUnitPrice: money(line.unit.presentment, currency),
      totalDiscount: money(minus(times(line.unit, line.quantity), lineTotal(line)).presentment, currency),
    })),
  };
}

function draftLineView(asking: Asking, order: Draft["order"], line: Line) {
  const bag = bagView(asking.shop, order);
  const match = findVariant(asking, line);
  const { id, title, variant: variantTitle, sku, vendor, quantity, unit, requiresShipping, customAttributes } = line;
  const total = lineTotal(line);
  return {
    ...{
      id: gid("DraftOrderLineItem", id),
      uuid: String(id),
      title,
      name: lineName(line),
      variantTitle,
      sku,
      vendor,
      quantity,
    },
    ...{ custom: line.variantId === null, requiresShipping, customAttributes, isGiftCard: false, taxable: true },
    ...{
      originalUnitPriceSet: bag(unit),
      originalTotalSet: bag(times(unit, quantity)),
      discountedTotalSet: bag(total),
    },
    ...{ totalDiscountSet: bag(minus(times(unit, quantity), total)), taxLines: taxLines(bag, line.tax, total) },
    approximateDiscountedUnitPriceSet: bag(share(total, 1, quantity)),
    image: imageView(asking, line.image, id, title),
    product: () => match && productView(asking, match.product),
    variant: () => match && variantView(asking, match.product, match.variant),
  };
}
