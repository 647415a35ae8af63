import type { Customer } from "../api/types.ts";

/** A name with the addresses that do not say the same. */
export function called({ name, identities }: Pick<Customer, "name" | "identities">): string {
  const addresses = identities.map(({ value }) => value).filter((value) => value !== name);
  return [name, ...addresses].filter(Boolean).join(", ");
}
