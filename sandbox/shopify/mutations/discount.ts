import { now } from "../../../src/platform/clock.ts";
import { minorOf } from "../amount.ts";
import { announce } from "../announce.ts";
import { found, numberIn } from "../find.ts";
import { newRowId } from "../goods.ts";
import type { Discount } from "../goods-records.ts";
import { recordMovement } from "../ledger.ts";
import { moment, touch } from "../moment.ts";
import type { Asking, Part } from "../part.ts";
import { discountPayload } from "../payloads/draft.ts";
import { payload, Refused } from "../user-error.ts";
import { codeNodeView } from "../views/discount.ts";

interface DiscountInput {
  title?: string | null;
  code?: string | null;
  startsAt?: string | null;
  endsAt?: string | null;
  usageLimit?: number | null;
  appliesOncePerCustomer?: boolean | null;
  context?: { all?: string | null; customers?: { add?: string[] | null } | null } | null;
  customerSelection?: { customers?: { add?: string[] | null } | null } | null;
  customerGets?: {
    value?: {
      percentage?: number | null;
      discountAmount?: { amount?: unknown; appliesOnEachItem?: boolean | null } | null;
    } | null;
  } | null;
  minimumRequirement?: {
    subtotal?: { greaterThanOrEqualToSubtotal?: unknown } | null;
    quantity?: { greaterThanOrEqualToQuantity?: string | null } | null;
  } | null;
  combinesWith?: Partial<Discount["combinesWith"]> | null;
  tags?: string[] | null;
}

export const discountMutations: Part = {
  mutation: (asking) => ({
    discountCodeBasicCreate: ({ basicCodeDiscount: input }: { basicCodeDiscount: DiscountInput }) =>
      payload(() => create(asking, input)),
    discountCodeActivate: ({ id }: { id: string }) => payload(() => switchTo(asking, id, true)),
    discountCodeDeactivate: ({ id }: { id: string }) => payload(() => switchTo(asking, id, false)),
    discountCodeDelete: ({ id }: { id: string }) =>
      payload(() => {
        const discount = discountIn(asking, id);
        asking.shop.discounts = asking.shop.discounts.filter((each) => each !== discount);
        announce(asking).send("discounts/delete", { admin_graphql_api_id: id, deleted_at: moment() });
        return { deletedCodeDiscountId: id };
      }),
  }),
};

const discountIn = ({ shop }: Asking, id: string) =>
  found(shop.discounts, "DiscountCodeNode", id, ["id"], "Code discount does not exist.", "INVALID");

function create(asking: Asking, input: DiscountInput) {
  const { shop } = asking;
  const field = (name: string) => ["basicCodeDiscount", name];
  const title = input.title?.trim();
  const code = input.code?.trim();
  if (!title) throw new Refused(field("title"), "Title can't be blank", "BLANK");
  if (!code) throw new Refused(field("code"), "Code can't be blank", "BLANK");
  if (code.length > 255) throw new Refused(field("code"), "Code is too long (maximum is 255 characters)", "TOO_LONG");
  if (shop.discounts.some((each) => each.code.toLowerCase() === code.toLowerCase())) {
    throw new Refused(field("code"), "Code must be unique. Please try a different code.", "TAKEN");
  }
  const { startsAt, endsAt = null, usageLimit = null } = input;
  if (!startsAt) throw new Refused(field("startsAt"), "Starts at can't be blank", "BLANK");
  if (endsAt && Date.parse(endsAt) <= Date.parse(startsAt)) {
    throw new Refused(field("endsAt"), "Ends at needs to be after starts_at", "END_DATE_BEFORE_START_DATE");
  }
  if (usageLimit !== null && usageLimit < 1) {
    throw new Refused(field("usageLimit"), "Usage limit must be greater than 0", "GREATER_THAN");
  }
  const at = moment();
  const discount: Discount = {
    ...{ id: newRowId(shop), title, code, startsAt, endsAt, usageLimit, used: 0, createdAt: at, updatedAt: at },
    ...{ oncePerCustomer: input.appliesOncePerCustomer === true, customerIds: customersOf(asking, input) },
    ...{ value: discountValue(shop.currency, input), minimum: minimumOf(shop.currency, input), tags: input.tags ?? [] },
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false, ...input.combinesWith },
  };
  shop.discounts.push(discount);
  const amountMinor = "amountMinor" in discount.value ? discount.value.amountMinor : 0;
  const moved = { at, kind: "discount", currency: shop.currency, amountMinor, order: null, gateway: null } as const;
  recordMovement(shop, { ...moved, type: "DiscountCodeNode", id: discount.id });
  announce(asking).send("discounts/create", discountPayload(discount));
  return { codeDiscountNode: () => codeNodeView(asking, discount) };
}

function customersOf({ shop }: Asking, { context, customerSelection }: DiscountInput): number[] | null {
  const ids = context?.customers?.add ?? customerSelection?.customers?.add;
  return (
    ids?.map((id) => {
      const number = numberIn("Customer", id);
      if (shop.customers.some((each) => each.id === number)) return number;
      throw new Refused(["basicCodeDiscount", "context", "customers"], "Customer does not exist", "INVALID");
    }) ?? null
  );
}

function discountValue(currency: string, { customerGets }: DiscountInput): Discount["value"] {
  const field = ["basicCodeDiscount", "customerGets", "value"];
  const { percentage, discountAmount } = customerGets?.value ?? {};
  if (percentage !== null && percentage !== undefined) {
    if (percentage > 0 && percentage <= 1) return { percentage };
    throw new Refused([...field, "percentage"], "Value must be between 0.0 and 1.0", "VALUE_OUTSIDE_RANGE");
  }
  if (!discountAmount) throw new Refused(field, "Value can't be blank", "BLANK");
  const amountMinor = minorOf(discountAmount.amount, currency, [...field, "discountAmount", "amount"]);
  if (amountMinor <= 0)
    throw new Refused([...field, "discountAmount", "amount"], "Amount must be greater than 0", "GREATER_THAN");
  return { amountMinor, onEachItem: discountAmount.appliesOnEachItem !== false };
}

function minimumOf(currency: string, { minimumRequirement }: DiscountInput): Discount["minimum"] {
  const subtotal = minimumRequirement?.subtotal?.greaterThanOrEqualToSubtotal;
  const quantity = minimumRequirement?.quantity?.greaterThanOrEqualToQuantity;
  if (subtotal && quantity) {
    const code = "MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT";
    throw new Refused(
      ["basicCodeDiscount", "minimumRequirement"],
      "Specify a minimum subtotal or a quantity, not both",
      code,
    );
  }
  if (subtotal) return { subtotalMinor: minorOf(subtotal, currency, ["minimumRequirement"]) };
  return quantity ? { quantity: Number(quantity) } : null;
}

function switchTo(asking: Asking, id: string, isActive: boolean) {
  const discount = discountIn(asking, id);
  const at = touch(discount);
  if (!isActive) discount.endsAt = at;
  if (isActive)
    Object.assign(discount, {
      endsAt: null,
      startsAt: Date.parse(discount.startsAt) > now().getTime() ? at : discount.startsAt,
    });
  announce(asking).send("discounts/update", discountPayload(discount));
  return { codeDiscountNode: () => codeNodeView(asking, discount) };
}
