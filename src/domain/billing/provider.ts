import type { EntitlementRow } from "./tables.ts";

/** A charge that runs, as its provider tells it. */
export interface Subscription {
  externalId: string | null;
  plan: string;
  state: EntitlementRow["state"];
  periodEndsAt: Date | null;
}

/** Who charges a workspace for the product. */
export interface BillingProvider {
  source: EntitlementRow["source"];
  /** Where a person chooses a plan; null: nowhere, it is arranged by hand. */
  planPage(account: string): string | null;
  /** What runs now; null: nothing. Asked anew whenever the provider says that something changed. */
  current(): Promise<Subscription | null>;
}
