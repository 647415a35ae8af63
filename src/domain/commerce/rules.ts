import { fold } from "../../platform/fold.ts";
import type { Return } from "./documents.ts";
import type { ShopLookup } from "./tables.ts";

/** What we know of a customer's orders, and how sure that is. */
export interface Lookup {
  /** none: there is nothing to know; `reason` says why. pending: the shop is being asked. */
  state: "fresh" | "pending" | "unavailable" | "none";
  reason: string | null;
  at: Date | null;
}

/** A customer this new is being looked up; an older one without an answer was never asked about. */
const pendingForMs = 60_000;

/** One state out of those of several shops: a shop that did not answer outweighs those that did. */
export function lookupOf(answers: readonly ShopLookup[], customerSince: Date, at: Date): Lookup {
  const order = ["unavailable", "fresh", "none"];
  const [first] = answers.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  if (first) return { state: first.state, reason: first.reason, at: first.askedAt };
  if (at.getTime() - customerSince.getTime() < pendingForMs) return { state: "pending", reason: null, at: null };
  return { state: "none", reason: "No shop was asked about this customer", at: null };
}

/** As identities have it. */
export function emailKey(email: string | null | undefined): string | null {
  return email?.trim().toLowerCase() || null;
}

/** Without signs between the digits. */
export function phoneKey(phone: string | null | undefined): string | null {
  return phone?.replaceAll(/[^+\d]/g, "") || null;
}

/** "#1042", "1042" and "# 1042 " are one order's name; "EU-1042" is another's. */
export function orderNameKey(name: string): string {
  return fold(name.replaceAll(/[^\p{L}\p{N}]/gu, ""));
}

/** Something is still to come back, or to be decided about. */
const openStates = new Set(["open", "requested"]);
export function isOpenReturn({ status }: Pick<Return, "status">): boolean {
  return openStates.has(status);
}
