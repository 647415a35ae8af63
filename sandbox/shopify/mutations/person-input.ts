import type { Address } from "../records.ts";
import { Refused } from "../user-error.ts";

export interface AddressInput {
  firstName?: string | null;
  lastName?: string | null;
  company?: string | null;
  address1?: string | null;
  address2?: string | null;
  city?: string | null;
  provinceCode?: string | null;
  zip?: string | null;
  countryCode?: string | null;
  phone?: string | null;
}

const countries = new Intl.DisplayNames("en", { type: "region" });

/** An address with what is given laid over what was there. */
export function addressFrom(input: AddressInput, before: Partial<Address> & { id: number }, field: string[]): Address {
  const blank = {
    firstName: null,
    lastName: null,
    company: null,
    address1: null,
    address2: null,
    city: null,
    zip: null,
  };
  const { provinceCode, countryCode, phone, ...own } = input;
  const address: Address = {
    ...{ ...blank, phone: null, province: null, provinceCode: null, country: null, countryCode: null, ...before },
    ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)),
  };
  if (phone !== undefined) address.phone = checkedPhone(phone, [...field, "phone"]);
  if (provinceCode !== undefined) Object.assign(address, { provinceCode, province: provinceCode });
  if (countryCode !== undefined) {
    Object.assign(address, { countryCode, country: countryCode ? (countries.of(countryCode) ?? countryCode) : null });
  }
  for (const [key, value] of Object.entries(own)) {
    if ((value?.length ?? 0) > 255)
      throw new Refused([...field, key], `${key} is too long (maximum is 255 characters)`);
  }
  return address;
}

/** @throws Refused for what is no address. */
export function checkedEmail(email: string | null | undefined, field = ["email"]): string | null {
  if (!email) return null;
  const trimmed = email.trim();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(trimmed)) throw new Refused(field, "Email is invalid");
  return trimmed;
}

export function checkedPhone(phone: string | null | undefined, field = ["phone"]): string | null {
  if (!phone) return null;
  if (!/^\+?[\d\s().-]{5,20}$/.test(phone)) throw new Refused(field, "Phone is invalid");
  return phone.replace(/[\s().-]/g, "");
}

/** Tags as a list, each once whatever its case; one text may hold several with commas between. */
export function tagList(given: readonly string[], field = ["tags"]): string[] {
  const tags = given.flatMap((each) => each.split(",")).map((tag) => tag.trim());
  const once = new Map(tags.filter(Boolean).map((tag) => [tag.toLowerCase(), tag]));
  if ([...once.values()].some((tag) => tag.length > 40)) {
    throw new Refused(field, "Tags is invalid: a tag has at most 40 characters");
  }
  return [...once.values()].sort((a, b) => a.localeCompare(b));
}
