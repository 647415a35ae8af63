import type { BillingProvider, Subscription } from "./provider.ts";

/** An agreement made by hand, outside: whoever runs the installation says what was agreed. */
export function manualBilling(agreed: Pick<Subscription, "plan" | "periodEndsAt"> | null): BillingProvider {
  return {
    source: "manual",
    planPage: () => null,
    current: async () => agreed && { ...agreed, externalId: null, state: "active" },
  };
}
