import type { Address, Amount } from "../../contract.ts";
import { minorUnits } from "../money.ts";

/** What Shopify answered, unread. Anything may be null: fields the app was not approved for come as null, without an error. */
export type Json = Readonly<Record<string, unknown>>;

const nothing: Json = {};

export function object(value: unknown): Json {
  return isObject(value) ? value : nothing;
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Shopify's shouted words in lower case. */
export function word(value: unknown): string | null {
  return text(value)?.toLowerCase() ?? null;
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** Shopify writes 64-bit numbers as text. */
export function count(value: unknown): number | null {
  const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : null;
}

export function time(value: unknown): Date | null {
  const at = typeof value === "string" ? new Date(value) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
}

/** As text, in one spelling. */
export function isoTime(value: unknown): string | null {
  return time(value)?.toISOString() ?? null;
}

/** Of a list or a connection, what is there. */
export function nodes(value: unknown): Json[] {
  const list = Array.isArray(value) ? value : object(value).nodes;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

export function hasMore(connection: unknown): boolean {
  return object(object(connection).pageInfo).hasNextPage === true;
}

export function idOf(value: unknown): string | null {
  return text(object(value).id);
}

export type ReadAmount = (bag: unknown) => Amount;

/** Reads money bags of a record in its two currencies. What is not told is nothing. */
export function amountsIn(currency: string, presentmentCurrency: string): ReadAmount {
  return (bag) => {
    const { shopMoney, presentmentMoney } = object(bag);
    const minor = moneyOf(shopMoney, currency);
    const shown = text(object(presentmentMoney).amount);
    return { minor, presentmentMinor: shown === null ? minor : moneyOf(presentmentMoney, presentmentCurrency) };
  };
}

export function moneyOf(money: unknown, currency: string): number {
  const amount = text(object(money).amount);
  return amount === null ? 0 : minorUnits(amount, currency);
}

export function addressOf(value: unknown): Address | null {
  if (!isObject(value)) return null;
  return {
    name: text(value.name),
    company: text(value.company),
    address1: text(value.address1),
    address2: text(value.address2),
    city: text(value.city),
    province: text(value.province),
    zip: text(value.zip),
    country: text(value.country),
    countryCode: text(value.countryCodeV2),
    phone: text(value.phone),
  };
}

export function adminUrl(shop: string, path: string): string {
  return `https://admin.shopify.com/store/${shop.replace(/\.myshopify\.com$/, "")}/${path}`;
}

/** The number in "gid://shopify/Order/1042": what the address of its page ends with. */
export function numberIn(gid: string): string {
  return gid.slice(gid.lastIndexOf("/") + 1);
}
