import { gid } from "../gid.ts";
import type { Checkout, Customer, Discount, Draft, GiftCard, Product, Variant } from "../goods-records.ts";
import type { Searchable } from "../search.ts";
import type { Shop } from "../state.ts";
import { totals } from "../totals.ts";
import { statusOf } from "../views/discount.ts";
import { isForSale, stockOf } from "../views/product.ts";

type Key<T> = (row: T) => string | number;

const moments = { CREATED_AT: "createdAt", UPDATED_AT: "updatedAt", PUBLISHED_AT: "createdAt" } as const;

/** By a moment, by what `more` knows, else by id. */
export function keyOf<T extends { id: number; createdAt?: string; updatedAt?: string }>(
  sortKey: string,
  more: Record<string, Key<T>> = {},
): Key<T> {
  const name = sortKey in moments ? moments[sortKey as keyof typeof moments] : null; // checked by `in`
  if (name) return (row) => Date.parse(row[name] ?? "") || 0;
  return more[sortKey] ?? (({ id }) => id);
}

export const customerFields = ({ orders }: Pick<Shop, "orders">): Searchable<Customer> => ({
  id: ({ id }) => [id, gid("Customer", id)],
  email: ({ email }) => email,
  phone: ({ phone }) => phone,
  first_name: ({ firstName }) => firstName,
  last_name: ({ lastName }) => lastName,
  tag: ({ tags }) => tags,
  state: () => "disabled",
  country: ({ addresses }) => addresses.map(({ country }) => country),
  customer_date: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
  orders_count: ({ id }) => orders.filter(({ customerId }) => customerId === id).length,
});
export const customerKeys: Record<string, Key<Customer>> = {
  NAME: ({ lastName, firstName }) => `${lastName} ${firstName}`.toLowerCase(),
};

export const productFields: Searchable<Product> = {
  id: ({ id }) => [id, gid("Product", id)],
  title: ({ title }) => [title, ...title.split(" ")],
  handle: ({ handle }) => handle,
  vendor: ({ vendor }) => vendor,
  product_type: ({ productType }) => productType,
  status: ({ status }) => status,
  tag: ({ tags }) => tags,
  sku: ({ variants }) => variants.map(({ sku }) => sku),
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
};
export const productKeys: Record<string, Key<Product>> = {
  TITLE: ({ title }) => title.toLowerCase(),
  VENDOR: ({ vendor }) => vendor,
};

export interface Sold {
  id: number;
  product: Product;
  variant: Variant;
  updatedAt: string;
}
export const soldIn = ({ products }: Pick<Shop, "products">): Sold[] =>
  products.flatMap((product) =>
    product.variants.map((variant) => ({ id: variant.id, product, variant, updatedAt: variant.updatedAt })),
  );
export const variantFields: Searchable<Sold> = {
  id: ({ id }) => [id, gid("ProductVariant", id)],
  sku: ({ variant }) => variant.sku,
  title: ({ product, variant }) => [variant.title, product.title],
  product_id: ({ product }) => product.id,
  product_ids: ({ product }) => product.id,
  vendor: ({ product }) => product.vendor,
  product_type: ({ product }) => product.productType,
  product_status: ({ product }) => product.status,
  option1: ({ variant }) => variant.optionValues[0] ?? null,
  option2: ({ variant }) => variant.optionValues[1] ?? null,
  option3: ({ variant }) => variant.optionValues[2] ?? null,
  inventory_quantity: ({ variant }) => stockOf(variant),
  available: ({ product, variant }) => String(isForSale(product, variant)),
  updated_at: ({ updatedAt }) => updatedAt,
};

export const draftFields: Searchable<Draft> = {
  id: ({ id }) => [id, gid("DraftOrder", id)],
  customer_id: ({ customerId }) => customerId,
  email: ({ order }) => order.email,
  status: ({ status }) => status,
  tag: ({ order }) => order.tags,
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
};
export const draftKeys: Record<string, Key<Draft>> = {
  NUMBER: ({ number }) => number,
  STATUS: ({ status }) => status,
  TOTAL_PRICE: ({ order }) => totals(order).total.shop,
};

export const checkoutFields: Searchable<Checkout> = {
  id: ({ id }) => [id, gid("AbandonedCheckout", id)],
  email: ({ email }) => email,
  status: ({ completedAt }) => (completedAt ? "closed" : "open"),
  recovery_state: ({ completedAt }) => (completedAt ? "recovered" : "not_recovered"),
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
};

export const discountFields: Searchable<Discount> = {
  id: ({ id }) => [id, gid("DiscountNode", id), gid("DiscountCodeNode", id)],
  title: ({ title }) => title,
  code: ({ code }) => code,
  status: (discount) => statusOf(discount),
  method: () => "code",
  type: () => ["all", "all_with_app"],
  discount_type: ({ value }) => ("percentage" in value ? "percentage" : "fixed_amount"),
  customer_ids: ({ customerIds }) => customerIds ?? [],
  times_used: ({ used }) => used,
  tag: ({ tags }) => tags,
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
  starts_at: ({ startsAt }) => startsAt,
  ends_at: ({ endsAt }) => endsAt,
};
export const discountKeys: Record<string, Key<Discount>> = {
  TITLE: ({ title }) => title.toLowerCase(),
  STARTS_AT: ({ startsAt }) => Date.parse(startsAt),
  ENDS_AT: ({ endsAt }) => Date.parse(endsAt ?? "") || 0,
};

export const giftCardFields: Searchable<GiftCard> = {
  id: ({ id }) => [id, gid("GiftCard", id)],
  customer_id: ({ customerId }) => customerId,
  initial_value: ({ initialMinor }) => initialMinor / 100,
  status: ({ deactivatedAt }) => (deactivatedAt ? "disabled" : "enabled"),
  balance_status: ({ balanceMinor, initialMinor }) =>
    balanceMinor === 0
      ? "empty"
      : balanceMinor === initialMinor
        ? ["full", "full_or_partial"]
        : ["partial", "full_or_partial"],
  created_at: ({ createdAt }) => createdAt,
};
