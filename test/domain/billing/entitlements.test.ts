import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { entitlementOf, manualBilling, readSubscription } from "../../../src/domain/billing/index.ts";
import { connectIntegration, disconnect } from "../../../src/domain/connections/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { readBilling } from "../../../src/inbound/billing.ts";
import { useClock } from "../../../src/platform/clock.ts";
import { aPerson, startApi } from "../../support/api.ts";
import { closeAtEnd } from "../../support/close-at-end.ts";
import { testDatabase } from "../../support/database.ts";
import { aWorkspace } from "../../support/factories.ts";
import { type ShopProvider, startShopProvider } from "../../support/shop-provider.ts";

let provider: ShopProvider;
let ctx: Context;
let connectionId: string;
let shops = 0;
beforeAll(async () => {
  process.env.SHOPIFY_APP_HANDLE = "parley";
  provider = await startShopProvider();
  closeAtEnd(() => provider.close());
  provider.good.add("shpat_billing");
});
beforeEach(async () => {
  ctx = await aWorkspace(await testDatabase());
  connectionId = await aShop();
});

async function aShop() {
  const account = `billed-${process.pid}-${shops++}.myshopify.com`;
  const credentials = { accessToken: "shpat_billing" };
  const row = { integrationId: "shopify", account, displayName: "Shop", credentials };
  return (await connectIntegration(ctx, row)).id;
}

/** Shopify says that this runs there, whatever a webhook said. */
function charged(status: string | null, plan = "starter") {
  const pricingDetails = { planHandle: plan };
  const one = {
    id: "gid://shopify/AppSubscription/1",
    name: "Starter",
    status,
    currentPeriodEnd: "2026-12-21T00:00:00Z",
    lineItems: [{ plan: { pricingDetails } }],
  };
  const activeSubscriptions = status === null ? [] : [one];
  provider.graphql = {
    activeSubscriptions: () => ({ json: { data: { currentAppInstallation: { activeSubscriptions } } } }),
  };
}
const changes = async () => {
  const { events } = await listEvents(ctx, { after: 0, limit: 100 });
  return events.filter(({ name }) => name === "entitlement.changed").map(({ data }) => data);
};

describe("what a workspace may use", () => {
  test("is nothing in particular before anybody says so", async () => {
    expect(await entitlementOf(ctx)).toMatchObject({ state: "none", plan: null, limits: {} });
  });

  test("follows what runs at Shopify, asked and not told, and is silent while nothing changes", async () => {
    charged("ACTIVE");
    await readBilling(ctx, { connectionId });
    await readBilling(ctx, { connectionId });
    const periodEndsAt = new Date("2026-12-21T00:00:00Z");
    expect(await entitlementOf(ctx)).toMatchObject({
      plan: "starter",
      state: "active",
      source: "shopify",
      periodEndsAt,
    });
    charged("FROZEN");
    await readBilling(ctx, { connectionId });
    expect(await entitlementOf(ctx)).toMatchObject({ state: "frozen" });
    charged(null);
    await readBilling(ctx, { connectionId });
    expect(await entitlementOf(ctx)).toMatchObject({ state: "ended" });
    expect(await changes()).toMatchObject([{ to: "active" }, { from: "active", to: "frozen" }, { to: "ended" }]);
  });

  test("ends with the shop's access, without asking anybody", async () => {
    charged("ACTIVE");
    await readBilling(ctx, { connectionId });
    await disconnect(ctx, { connectionId });
    provider.asked.length = 0;
    await readBilling(ctx, { connectionId });
    expect(provider.asked).toEqual([]);
    expect(await entitlementOf(ctx)).toMatchObject({ state: "ended" });
  });

  test("is the best of several shops and what was agreed by hand, which ends on its day", async () => {
    charged("FROZEN");
    await readBilling(ctx, { connectionId });
    charged("ACTIVE", "grower");
    await readBilling(ctx, { connectionId: await aShop() });
    expect(await entitlementOf(ctx)).toMatchObject({ plan: "grower" });
    charged(null);
    const other = await aWorkspace(ctx.db);
    const periodEndsAt = new Date(Date.now() + 60_000);
    const byHand = { connectionId: null, limits: { conversations: 500 } };
    await readSubscription(other, byHand, manualBilling({ plan: "partner", periodEndsAt }));
    await readSubscription(other, byHand, manualBilling({ plan: "partner", periodEndsAt }));
    expect(await entitlementOf(other)).toMatchObject({
      plan: "partner",
      state: "active",
      limits: { conversations: 500 },
    });
    const back = useClock(() => new Date(Date.now() + 120_000));
    expect(await entitlementOf(other)).toMatchObject({ state: "ended" });
    back();
  });

  test("can be read, with where a plan is chosen", async () => {
    charged("ACTIVE");
    await readBilling(ctx, { connectionId });
    const agent = await aPerson(await startApi(), ctx);
    const { body } = await agent.get("/v1/entitlement").expect(200);
    expect(body).toMatchObject({ plan: "starter", state: "active", sources: [{ connectionId }] });
    expect(body.planPages[0].url).toMatch(/^https:\/\/admin\.shopify\.com\/store\/billed-[\d-]+\/charges\/parley\//);
  });
});
