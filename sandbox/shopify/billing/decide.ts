import type { Sandbox } from "../../sandbox.ts";
import { gid } from "../gid.ts";
import type { Shop } from "../state.ts";
import { sendWebhook } from "../webhooks/send.ts";
import type { AppSubscription, AppSubscriptionStatus } from "./state.ts";

const periodMs = 30 * 86_400_000;

/** Moves a subscription on, and tells the app. An accepted one takes the place of the one before. */
export function setStatus(sandbox: Sandbox, shop: Shop, row: AppSubscription, status: AppSubscriptionStatus): void {
  if (row.status === status) return;
  if (status === "ACTIVE" && row.status === "PENDING") {
    for (const other of shop.installation.billing.subscriptions) {
      if (other !== row && (other.status === "ACTIVE" || other.status === "FROZEN"))
        setStatus(sandbox, shop, other, "CANCELLED");
    }
    const trialMs = row.trialDays * 86_400_000;
    row.currentPeriodEnd = dateTime(sandbox.clock.now().getTime() + trialMs + periodMs);
  }
  row.status = status;
  sendWebhook(sandbox, shop.domain, "app_subscriptions/update", payload(sandbox, row));
}

/** Source: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-app_subscriptions/update */
function payload({ clock }: Sandbox, { id, name, status, createdAt, lines }: AppSubscription) {
  const capped = lines.flatMap((line) => (line.kind === "usage" ? [line.cappedAmount] : []))[0];
  const recurring = lines.flatMap((line) => (line.kind === "recurring" ? [line] : []))[0];
  return {
    app_subscription: {
      ...{ admin_graphql_api_id: gid("AppSubscription", id), name, status, created_at: createdAt },
      ...{ admin_graphql_api_shop_id: gid("Shop", 1), updated_at: dateTime(clock.now().getTime()) },
      ...{ currency: (capped ?? recurring?.price)?.currencyCode ?? null, capped_amount: capped?.amount ?? null },
      ...{
        price: recurring?.price.amount ?? null,
        interval: recurring?.interval.toLowerCase() ?? null,
        plan_handle: null,
      },
    },
  };
}

export function dateTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
