import { now } from "../../../src/platform/clock.ts";
import { connection, type PageArgs } from "../connection.ts";
import { gid } from "../gid.ts";
import type { Discount } from "../goods-records.ts";
import type { Asking } from "../part.ts";
import { customerNamed } from "./customer.ts";
import { money } from "./money.ts";

export function statusOf({ startsAt, endsAt }: Discount): "ACTIVE" | "EXPIRED" | "SCHEDULED" {
  const nowMs = now().getTime();
  if (endsAt !== null && Date.parse(endsAt) <= nowMs) return "EXPIRED";
  return Date.parse(startsAt) > nowMs ? "SCHEDULED" : "ACTIVE";
}

export function codeNodeView(asking: Asking, discount: Discount) {
  return { id: gid("DiscountCodeNode", discount.id), codeDiscount: () => codeDiscountView(asking, discount) };
}

export function nodeView(asking: Asking, discount: Discount) {
  return { id: gid("DiscountNode", discount.id), discount: () => codeDiscountView(asking, discount) };
}

function codeDiscountView(asking: Asking, discount: Discount) {
  const { id, title, code, startsAt, endsAt, createdAt, updatedAt, usageLimit, used, value, combinesWith, tags } =
    discount;
  const { shop } = asking;
  const given =
    "percentage" in value
      ? { __typename: "DiscountPercentage", percentage: value.percentage }
      : {
          __typename: "DiscountAmount",
          amount: money(value.amountMinor, shop.currency),
          appliesOnEachItem: value.onEachItem,
        };
  const off =
    "percentage" in value
      ? `${Math.round(value.percentage * 100)}% off`
      : `${given.amount?.amount} ${shop.currency} off`;
  return {
    ...{
      __typename: "DiscountCodeBasic",
      title,
      startsAt,
      endsAt,
      createdAt,
      updatedAt,
      usageLimit,
      combinesWith,
      tags,
    },
    ...{ status: statusOf(discount), asyncUsageCount: used, appliesOncePerCustomer: discount.oncePerCustomer },
    ...{ discountClasses: ["ORDER"], shortSummary: off, summary: off, codesCount: { count: 1, precision: "EXACT" } },
    codes: (args: PageArgs) =>
      connection([discount], args, () => ({ id: gid("DiscountRedeemCode", id), code, asyncUsageCount: used })),
    customerGets: {
      ...{ value: given, appliesOnOneTimePurchase: true, appliesOnSubscription: false },
      items: { __typename: "AllDiscountItems", allItems: true },
    },
    minimumRequirement: minimumView(discount, shop.currency),
    context: () =>
      discount.customerIds === null
        ? { __typename: "DiscountBuyerSelectionAll", all: "ALL" }
        : {
            __typename: "DiscountCustomers",
            customers: discount.customerIds.map((each) => customerNamed(asking, each)),
          },
  };
}

function minimumView({ minimum }: Discount, currency: string) {
  if (!minimum) return null;
  return "quantity" in minimum
    ? { __typename: "DiscountMinimumQuantity", greaterThanOrEqualToQuantity: String(minimum.quantity) }
    : { __typename: "DiscountMinimumSubtotal", greaterThanOrEqualToSubtotal: money(minimum.subtotalMinor, currency) };
}
