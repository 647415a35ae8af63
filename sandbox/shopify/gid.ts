import { createHash } from "node:crypto";

export const gid = (type: string, id: number | string) => `gid://shopify/${type}/${id}`;

/** "Order" of "gid://shopify/Order/1". */
export function typeOfGid(id: unknown): string | undefined {
  return typeof id === "string" ? /^gid:\/\/shopify\/(\w+)\//.exec(id)?.[1] : undefined;
}

/** The number of a shop, which no other shop has. */
export function shopNumber({ domain }: { domain: string }): number {
  return createHash("sha256").update(domain).digest().readUInt32BE();
}
