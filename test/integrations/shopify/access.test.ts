import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  connectIntegration,
  endAccess,
  failConnection,
  getConnection,
  openConnection,
} from "../../../src/domain/connections/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { connect } from "../../../src/integrations/shopify/connect.ts";
import { lookup } from "../../../src/integrations/shopify/lookup.ts";
import { ConnectionBroken, ProviderUnavailable } from "../../../src/platform/errors.ts";
import { closeAtEnd } from "../../support/close-at-end.ts";
import { testDatabase } from "../../support/database.ts";
import { aWorkspace } from "../../support/factories.ts";
import { type ShopProvider, startShopProvider } from "../../support/shop-provider.ts";

let provider: ShopProvider;
let ctx: Context;
let connectionId: string;
let shops = 0;
beforeAll(async () => {
  provider = await startShopProvider();
  closeAtEnd(() => provider.close());
  ctx = await aWorkspace(await testDatabase());
});
beforeEach(async () => {
  provider.refuse = null;
  provider.good = new Set(["shpat_old"]);
  provider.graphql = { customerByIdentifier: () => ({ json: { data: { customerByIdentifier: null } } }) };
  connectionId = await aShop();
  provider.asked.length = 0;
});

const minutes = (n: number) => new Date(Date.now() + n * 60_000).toISOString();
async function aShop(changes: Record<string, string> = {}) {
  const account = `access-${process.pid}-${shops++}.myshopify.com`;
  const row = await connectIntegration(ctx, {
    integrationId: "shopify",
    account,
    displayName: "Shop",
    credentials: {
      accessToken: "shpat_old",
      refreshToken: "shprt_old",
      accessEndsAt: minutes(30),
      givenAt: minutes(-30),
      ...changes,
    },
  });
  return row.id;
}
const opened = () => openConnection(ctx, connectionId);
const look = async () => lookup.customer(await opened(), { email: "a@b.example" });

describe("whoever asks a shop has access that works, and need not know that it ends", () => {
  test("access that is good is used as it is", async () => {
    await look();
    expect(provider.trades()).toEqual([]);
  });

  test("access that is about to end is renewed before, and one connection goes on with what it got", async () => {
    connectionId = await aShop({ accessEndsAt: minutes(2) });
    const connection = await opened();
    await lookup.customer(connection, { email: "a@b.example" });
    await lookup.customer(connection, { email: "a@b.example" });
    expect(provider.trades()).toMatchObject([{ grant_type: "refresh_token", refresh_token: "shprt_old" }]);
    expect(provider.asked.at(-1)!.headers["x-shopify-access-token"]).toBe(provider.last!.accessToken);
    expect(connection.credentials).toMatchObject(provider.last!);
    expect((await opened()).credentials).toMatchObject(provider.last!);
  });

  test("access that is refused is renewed once, and the question asked again", async () => {
    provider.good.clear();
    await look();
    expect(provider.trades()).toHaveLength(1);
  });

  test("access that stays refused breaks the connection after one renewal", async () => {
    provider.graphql = { customerByIdentifier: () => ({ status: 401 }) };
    await expect(look()).rejects.toThrow(ConnectionBroken);
    expect(provider.trades()).toHaveLength(1);
  });

  test("while Shopify cannot renew, access is used as long as it lasts, and later is later", async () => {
    connectionId = await aShop({ accessEndsAt: minutes(2) });
    provider.refuse = { status: 503 };
    await look();
    connectionId = await aShop({ accessEndsAt: minutes(-1) });
    await expect(look()).rejects.toThrow(ProviderUnavailable);
    expect(await getConnection(ctx, connectionId)).toMatchObject({ state: "active" });
  });

  test("a refusal to renew stands beside the connection", async () => {
    connectionId = await aShop({ accessEndsAt: minutes(-1) });
    provider.refuse = { status: 400, json: { error: "invalid_grant" } };
    await expect(look()).rejects.toThrow(ConnectionBroken);
    const row = await getConnection(ctx, connectionId);
    expect(row).toMatchObject({
      state: "needs_attention",
      stateReason: expect.stringContaining("connect the shop again"),
    });
  });
});

test("uninstalled in the middle of its work, a shop ends at its next question, and nothing calls that broken", async () => {
  const connection = await opened();
  await lookup.customer(connection, { email: "a@b.example" });
  await endAccess(ctx, { connectionId, at: new Date(), reason: "The app was uninstalled" });
  provider.good.clear();
  await expect(lookup.customer(connection, { email: "a@b.example" })).rejects.toThrow("The app was uninstalled");
  await failConnection(ctx, { connectionId, reason: "as the worker says of a job that met this" });
  expect(provider.trades()).toEqual([]);
  const { state, stateReason } = await getConnection(ctx, connectionId);
  expect({ state, stateReason }).toEqual({ state: "disconnected", stateReason: "The app was uninstalled" });
});

describe("a shop that nobody asks", () => {
  test("has its access renewed once a week", async () => {
    const none = { webhookSubscriptions: { nodes: [], pageInfo: { hasNextPage: false } } };
    provider.graphql = { webhookSubscriptions: () => ({ json: { data: none } }) };
    for (const [days, trades] of [
      [3, 0],
      [8, 1],
    ] as const) {
      connectionId = await aShop({ givenAt: minutes(-days * 24 * 60) });
      await connect.renew?.(await opened());
      expect(provider.trades()).toHaveLength(trades);
    }
  });
});

describe("the version of the interface", () => {
  const answers = (headers: Record<string, string>) => {
    provider.graphql = {
      customerByIdentifier: () => ({ json: { data: { customerByIdentifier: null } }, headers }),
    };
  };
  const noticed = async () => {
    const { events } = await listEvents(ctx, { after: 0, limit: 100 });
    return events.filter(
      ({ name, data }) => name === "connection.interface_noticed" && data.connectionId === connectionId,
    );
  };

  test("another one than was asked for is told on the connection, once, and so is its end", async () => {
    answers({ "x-shopify-api-version": "2027-01" });
    await look();
    await look();
    const notice = { asked: "2026-10", answered: "2027-01", deprecated: null };
    expect(await getConnection(ctx, connectionId)).toMatchObject({ interfaceNotice: notice });
    expect(await noticed()).toMatchObject([{ data: { from: "2026-10", to: "2027-01" } }]);
    answers({ "x-shopify-api-version": "2026-10" });
    await look();
    expect(await getConnection(ctx, connectionId)).toMatchObject({ interfaceNotice: null });
    expect(await noticed()).toHaveLength(2);
  });

  test("something that will go away is told with the reason", async () => {
    answers({
      "x-shopify-api-version": "2026-10",
      "x-shopify-api-deprecated-reason": "https://shopify.dev/changelog/orders",
    });
    await look();
    const row = await getConnection(ctx, connectionId);
    expect(row.interfaceNotice).toMatchObject({ deprecated: "https://shopify.dev/changelog/orders" });
  });
});
