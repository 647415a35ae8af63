import { z } from "zod";
import type { PostalAddress } from "../../contract-actions.ts";

const text = z
  .string()
  .nullish()
  .transform((value) => value || null);
const words = z
  .string()
  .nullish()
  .transform((value) => value ?? "");

/** MailingAddress of Shopify; where the app may not see personal data, everything is null. */
export const address = z
  .object({
    ...{ firstName: text, lastName: text, company: text, address1: words, address2: text, city: words },
    ...{ provinceCode: text, zip: text, countryCodeV2: words, phone: text },
  })
  .transform(({ countryCodeV2, ...rest }): PostalAddress => ({ ...rest, countryCode: countryCodeV2 }));

export function addressInput(given: PostalAddress): Record<keyof PostalAddress, string | null> {
  return { ...given };
}

/**
 * Whether a parcel goes where it should. Shopify may write a phone number its own way, and finds a subdivision that was
 * not named by the postal code.
 */
export function goesTo(current: PostalAddress | null, wanted: PostalAddress): boolean {
  if (!current) return false;
  const compared = addressKeys.filter((key) => key !== "provinceCode" || wanted.provinceCode);
  return compared.every((key) => plain(current[key]) === plain(wanted[key]));
}

const addressKeys = [
  ...(["firstName", "lastName", "company", "address1", "address2"] as const),
  ...(["city", "provinceCode", "zip", "countryCode"] as const),
];

function plain(value: string | null): string {
  return (value ?? "").normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();
}

/** One line: "Mia Berg, Storgata 1, 0155 Oslo, NO". */
export function spokenAddress(given: PostalAddress): string {
  const { firstName, lastName, company, address1, address2, zip, city, provinceCode, countryCode } = given;
  const name = [firstName, lastName].filter(Boolean).join(" ");
  const place = [zip, city, provinceCode].filter(Boolean).join(" ");
  return [name, company, address1, address2, place, countryCode].filter(Boolean).join(", ");
}

/** What can be sent back to Shopify as it was: an address with a street, a city and a country. */
export function isWhole(given: PostalAddress | null): given is PostalAddress {
  return given !== null && Boolean(given.address1 && given.city && given.countryCode);
}
