import { hash, randomBytes } from "node:crypto";

/** Nobody guesses it. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

export function hashOf(secret: string): string {
  return hash("sha256", secret);
}
