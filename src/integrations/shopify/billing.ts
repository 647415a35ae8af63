import { z } from "zod";
import { ProviderUnavailable } from "../../platform/errors.ts";
import type { Billing, RunningCharge } from "../contract.ts";
import { queryShop } from "./client.ts";
import { shopifyConfig } from "./config.ts";
import { appSubscriptionsDocument } from "./documents-billing.ts";

const subscription = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  currentPeriodEnd: z.coerce.date().nullish(),
  lineItems: z
    .array(z.object({ plan: z.object({ pricingDetails: z.object({ planHandle: z.string().nullish() }) }) }))
    .default([]),
});
const answer = z.object({ currentAppInstallation: z.object({ activeSubscriptions: z.array(subscription) }) });

/** Shopify's words for a charge. Those that never began are none. */
const states: Record<string, RunningCharge["state"]> = {
  PENDING: "pending",
  ACCEPTED: "active",
  ACTIVE: "active",
  FROZEN: "frozen",
  CANCELLED: "ended",
  EXPIRED: "ended",
  DECLINED: "ended",
};

/**
 * Shopify App Pricing: plans stand on a page of Shopify's, which also takes the money.
 * Source: https://shopify.dev/docs/apps/launch/billing/shopify-app-pricing
 */
export const billing: Billing = {
  source: "shopify",
  planPage(account) {
    const { SHOPIFY_APP_HANDLE: handle } = shopifyConfig();
    const shop = account.replace(/\.myshopify\.com$/, "");
    return handle ? `https://admin.shopify.com/store/${shop}/charges/${handle}/pricing_plans` : null;
  },
  async current(connection) {
    const read = answer.safeParse(await queryShop(connection, appSubscriptionsDocument));
    if (!read.success) throw new ProviderUnavailable("Shopify gave an answer we cannot read", { cause: read.error });
    const [running] = read.data.currentAppInstallation.activeSubscriptions;
    if (!running) return null;
    const { id, name, status, currentPeriodEnd } = running;
    const plan = running.lineItems.find((item) => item.plan.pricingDetails.planHandle)?.plan.pricingDetails.planHandle;
    return {
      externalId: id,
      plan: plan ?? name,
      state: states[status] ?? "pending",
      periodEndsAt: currentPeriodEnd ?? null,
    };
  },
};
