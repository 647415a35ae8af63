export { entitlementOf, listEntitlements } from "./entitlement-of.ts";
export { manualBilling } from "./manual.ts";
export type { BillingProvider } from "./provider.ts";
export { endSubscription, readSubscription } from "./save-subscription.ts";
