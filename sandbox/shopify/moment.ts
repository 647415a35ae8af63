import { now } from "../../src/platform/clock.ts";

/** Now, to the second, as Shopify writes it. */
export function moment(): string {
  return now()
    .toISOString()
    .replace(/\.\d{3}Z$/, "Z");
}

/** Says that a row changed now. */
export function touch(row: { updatedAt: string }): string {
  row.updatedAt = moment();
  return row.updatedAt;
}
