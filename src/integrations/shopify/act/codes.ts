import { createHash, createHmac } from "node:crypto";
import { shopifyConfig } from "../config.ts";

/** No letter or digit that is taken for another one. */
const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/**
 * A code that nobody can guess and that is the same in every attempt with one key: made twice, the shop finds it taken.
 * The app's secret goes into it, so that who knows the key, which apps see, does not know the code.
 */
export function codeFor(key: string, purpose: string, length: number): string {
  const { SHOPIFY_API_SECRET: secret } = shopifyConfig();
  const text = `${purpose} ${key}`;
  const bytes = secret ? createHmac("sha256", secret).update(text) : createHash("sha256").update(text);
  return [...bytes.digest().subarray(0, length)].map((byte) => letters[byte % letters.length]).join("");
}
