import type { ShopCustomer } from "./tables.ts";

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
export function lookupOf(answers: readonly ShopCustomer[], customerSince: Date, at: Date): Lookup {
  const order = ["unavailable", "fresh", "none"];
  const [first] = answers.toSorted((a, b) => order.indexOf(a.lookupState) - order.indexOf(b.lookupState));
  if (first) return { state: first.lookupState, reason: first.lookupReason, at: first.lookedUpAt };
  if (at.getTime() - customerSince.getTime() < pendingForMs) return { state: "pending", reason: null, at: null };
  return { state: "none", reason: "No shop was asked about this customer", at: null };
}
