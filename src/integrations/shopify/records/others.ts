import type {
  Address,
  BasketLine,
  CheckoutRecord,
  CustomerRecord,
  DiscountCodeRecord,
  DraftOrderRecord,
  ProductRecord,
  VariantRecord,
} from "../../contract.ts";
import { minorUnits } from "../money.ts";
import {
  addressOf,
  adminUrl,
  amountsIn,
  count,
  idOf,
  type Json,
  moneyOf,
  nodes,
  numberIn,
  object,
  type ReadAmount,
  text,
  texts,
  time,
  word,
} from "./parse.ts";

/** Each reads a node as its document asks for it; null for a node that is something else. */
export function customerRecord(node: Json, shop: string): CustomerRecord | null {
  const externalId = idOf(node);
  const updatedAt = time(node.updatedAt);
  if (externalId === null || updatedAt === null) return null;
  const currency = text(object(node.amountSpent).currencyCode);
  return {
    kind: "customer",
    externalId,
    updatedAt,
    name: text(node.displayName),
    email: text(object(node.defaultEmailAddress).emailAddress),
    phone: text(object(node.defaultPhoneNumber).phoneNumber),
    orderCount: count(node.numberOfOrders),
    spentMinor: currency === null ? null : moneyOf(node.amountSpent, currency),
    currency,
    tags: texts(node.tags),
    note: text(node.note),
    locale: text(node.locale),
    accountState: word(node.state),
    verifiedEmail: typeof node.verifiedEmail === "boolean" ? node.verifiedEmail : null,
    addresses: addressesOf(node),
    since: time(node.createdAt),
    marketing: marketingOf(node),
    adminUrl: adminUrl(shop, `customers/${numberIn(externalId)}`),
  };
}

const said: Readonly<Record<string, "given" | "withdrawn">> = { SUBSCRIBED: "given", UNSUBSCRIBED: "withdrawn" };

/** What somebody has not said, or only half (PENDING: not confirmed yet), is nothing; nor is what nobody says when. */
function marketingOf({ defaultEmailAddress, defaultPhoneNumber }: Json): CustomerRecord["marketing"] {
  const mail = object(defaultEmailAddress);
  const texts = object(object(defaultPhoneNumber).smsMarketingConsent);
  const told = [
    { channel: "email" as const, state: text(mail.marketingState), at: time(mail.marketingUpdatedAt) },
    { channel: "sms" as const, state: text(texts.state), at: time(texts.updatedAt) },
  ];
  return told.flatMap(({ channel, state: word, at }) => {
    const state = said[word ?? ""];
    return state && at ? [{ channel, state, at }] : [];
  });
}

function addressesOf(node: Json): Address[] {
  const defaultId = idOf(node.defaultAddress);
  const others = nodes(node.addressesV2).filter((one) => idOf(one) !== defaultId);
  return [addressOf(node.defaultAddress), ...others.map(addressOf)].filter((one) => one !== null);
}

export function productRecord(
  node: Json,
  shop: string,
  variants: readonly Json[] = nodes(node.variants),
): ProductRecord | null {
  const externalId = idOf(node);
  const updatedAt = time(node.updatedAt);
  const currency = text(object(object(node.priceRangeV2).minVariantPrice).currencyCode);
  if (externalId === null || updatedAt === null || currency === null) return null;
  return {
    kind: "product",
    externalId,
    updatedAt,
    title: text(node.title) ?? "",
    handle: text(node.handle),
    status: word(node.status) ?? "unknown",
    vendor: text(node.vendor),
    productType: text(node.productType),
    tags: texts(node.tags),
    description: text(node.description) ?? "",
    options: nodes(node.options).map((one) => ({ name: text(one.name) ?? "", values: texts(one.values) })),
    currency,
    imageUrl: imageOf(node.featuredMedia),
    url: text(node.onlineStoreUrl),
    totalInventory: node.tracksInventory === false ? null : count(node.totalInventory),
    variants: variants.flatMap((variant) => variantOf(variant, currency) ?? []),
    adminUrl: adminUrl(shop, `products/${numberIn(externalId)}`),
  };
}

function imageOf(media: unknown): string | null {
  return text(object(object(object(media).preview).image).url);
}

function variantOf(node: Json, currency: string): VariantRecord | null {
  const externalId = idOf(node);
  if (externalId === null) return null;
  const compareAt = text(node.compareAtPrice);
  const isCounted = object(node.inventoryItem).tracked !== false;
  return {
    externalId,
    title: text(node.title) ?? "",
    sku: text(node.sku),
    barcode: text(node.barcode),
    priceMinor: minorUnits(text(node.price) ?? "0", currency),
    compareAtMinor: compareAt === null ? null : minorUnits(compareAt, currency),
    available: node.availableForSale === true,
    inventory: isCounted ? count(node.inventoryQuantity) : null,
    options: nodes(node.selectedOptions).map((one) => ({ name: text(one.name) ?? "", value: text(one.value) ?? "" })),
    imageUrl: imageOf(nodes(node.media)[0]),
  };
}

/** Of the record's total: what it is in, and how much. */
function totalOf(bag: unknown) {
  const { shopMoney, presentmentMoney } = object(bag);
  const currency = text(object(shopMoney).currencyCode);
  if (currency === null) return null;
  const presentmentCurrency = text(object(presentmentMoney).currencyCode) ?? currency;
  const read = amountsIn(currency, presentmentCurrency);
  const { minor, presentmentMinor } = read(bag);
  return {
    read,
    amounts: { currency, presentmentCurrency, totalMinor: minor, presentmentTotalMinor: presentmentMinor },
  };
}

function basketLine(line: Json, amount: ReadAmount): BasketLine {
  const unit = amount(line.originalUnitPriceSet);
  const total = amount(line.discountedTotalSet ?? line.discountedTotalPriceSet);
  return {
    externalId: idOf(line) ?? "",
    title: text(line.title) ?? "",
    variant: text(line.variantTitle),
    sku: text(line.sku),
    productExternalId: idOf(line.product),
    variantExternalId: idOf(line.variant),
    quantity: count(line.quantity) ?? 0,
    unitPriceMinor: unit.minor,
    presentmentUnitPriceMinor: unit.presentmentMinor,
    totalMinor: total.minor,
    presentmentTotalMinor: total.presentmentMinor,
    imageUrl: text(object(line.image).url),
  };
}

export function checkoutRecord(node: Json): CheckoutRecord | null {
  const externalId = idOf(node);
  const updatedAt = time(node.updatedAt);
  const total = totalOf(node.totalPriceSet);
  if (externalId === null || updatedAt === null || total === null) return null;
  const customer = object(node.customer);
  return {
    kind: "checkout",
    externalId,
    updatedAt,
    name: text(node.name),
    customerExternalId: idOf(customer),
    email: text(object(customer.defaultEmailAddress).emailAddress),
    phone: text(object(customer.defaultPhoneNumber).phoneNumber),
    startedAt: time(node.createdAt) ?? updatedAt,
    completedAt: time(node.completedAt),
    ...total.amounts,
    lines: nodes(node.lineItems).map((line) => basketLine(line, total.read)),
    discountCodes: texts(node.discountCodes),
    recoveryUrl: text(node.abandonedCheckoutUrl),
  };
}

export function draftOrderRecord(node: Json, shop: string): DraftOrderRecord | null {
  const externalId = idOf(node);
  const updatedAt = time(node.updatedAt);
  const total = totalOf(node.totalPriceSet);
  if (externalId === null || updatedAt === null || total === null) return null;
  return {
    kind: "draft_order",
    externalId,
    updatedAt,
    name: text(node.name) ?? numberIn(externalId),
    status: word(node.status) ?? "unknown",
    customerExternalId: idOf(node.purchasingEntity),
    email: text(node.email),
    phone: text(node.phone),
    draftedAt: time(node.createdAt) ?? updatedAt,
    completedAt: time(node.completedAt),
    ...total.amounts,
    lines: nodes(node.lineItems).map((line) => basketLine(line, total.read)),
    tags: texts(node.tags),
    note: text(node.note2),
    invoiceUrl: text(node.invoiceUrl),
    invoiceSentAt: time(node.invoiceSentAt),
    orderExternalId: idOf(node.order),
    adminUrl: adminUrl(shop, `draft_orders/${numberIn(externalId)}`),
  };
}

export function discountCodeRecord(node: Json): DiscountCodeRecord | null {
  const externalId = idOf(node);
  const discount = object(node.codeDiscount);
  const updatedAt = time(discount.updatedAt);
  if (externalId === null || updatedAt === null) return null;
  const codes = nodes(discount.codes).flatMap(({ code }) => text(code) ?? []);
  return {
    kind: "discount_code",
    externalId,
    updatedAt,
    title: text(discount.title) ?? "",
    codes,
    codeCount: count(object(discount.codesCount).count) ?? codes.length,
    status: word(discount.status) ?? "unknown",
    summary: text(discount.summary),
    startsAt: time(discount.startsAt),
    endsAt: time(discount.endsAt),
    usageLimit: count(discount.usageLimit),
    usageCount: count(discount.asyncUsageCount) ?? 0,
    oncePerCustomer: discount.appliesOncePerCustomer === true,
  };
}
