import { beforeAll, describe, expect, test } from "@jest/globals";
import supertest from "supertest";
import { connectIntegration, disconnect, getConnection } from "../../src/domain/connections/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { aPerson, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aWorkspace } from "../support/factories.ts";
import { type ShopProvider, sessionToken, signedQuery, startShopProvider } from "../support/shop-provider.ts";

let provider: ShopProvider;
let api: TestApi;
let ctx: Context;
let owner: LoggedIn;
beforeAll(async () => {
  process.env.SHOPIFY_EMBEDDED = "true";
  provider = await startShopProvider();
  api = await startApi();
  ctx = await aWorkspace(api.db);
  owner = await aPerson(api, ctx, "owner");
});

let count = 0;
const aShop = () => `framed-${process.pid}-${count++}.myshopify.com`;

describe("the page inside the shop's admin", () => {
  const ask = (proof: unknown) => supertest(api.url).post("/install/shopify/page").send({ proof });

  test("connects the shop with the proof of who looks, tells how it is, and leads to the inbox", async () => {
    const shop = aShop();
    const known = { integrationId: "shopify", account: shop, displayName: "Nordlys Candles", credentials: {} };
    const { id: connectionId } = await connectIntegration(ctx, known);
    await disconnect(ctx, { connectionId });
    const { body } = await ask(sessionToken(shop)).expect(200);
    expect(body).toMatchObject({ connected: true, link: { href: "http://shop.example/inbox/open" } });
    expect(provider.trades().at(-1)).toMatchObject({
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      expiring: "1",
    });
    expect(await getConnection(ctx, connectionId)).toMatchObject({ state: "active" });
    // Its owner has not allowed everything: that is no reason to connect it anew each time the page looks.
    const trades = provider.trades().length;
    const { body: again } = await ask(sessionToken(shop)).expect(200);
    expect(provider.trades()).toHaveLength(trades);
    expect(again.facts).toContainEqual({ name: "Data", value: "Up to date" });
  });

  test("offers a claim for a shop that nobody has yet", async () => {
    const { body } = await ask(sessionToken(aShop())).expect(200);
    const claim = String(body.link.href).split("#")[1];
    expect(body.connected).toBe(false);
    await owner.post("/v1/install-claims", { claim }).expect(201);
  });

  test("may be framed by that shop's admin alone, runs Shopify's script and its own, and knows nothing by itself", async () => {
    const shop = aShop();
    const page = await supertest(api.url)
      .get(`/install/shopify?${signedQuery({ shop, embedded: "1", host: "aG9zdA" })}`)
      .expect(200);
    const policy = String(page.headers["content-security-policy"]);
    expect(policy).toContain(`frame-ancestors https://${shop} https://admin.shopify.com`);
    expect(policy).toMatch(/script-src 'nonce-[\w+/=]+' https:\/\/cdn\.shopify\.com;/);
    expect(page.headers["x-frame-options"]).toBeUndefined();
    expect(page.text).not.toContain(shop);
    await supertest(api.url).get(`/install/shopify?shop=${shop}&embedded=1`).expect(401);
  });

  test.each<[string, () => unknown]>([
    ["of another app", () => sessionToken(aShop(), { aud: "another app" })],
    ["that is over", () => sessionToken(aShop(), { exp: Math.trunc(Date.now() / 1000) - 60 })],
    ["signed by somebody else", () => sessionToken(aShop(), {}, "not the secret")],
    ["about what is no shop", () => sessionToken("evil.example")],
    ["that is none", () => "x"],
  ])("tells nothing for a proof %s", async (_name, proof) => {
    const trades = provider.trades().length;
    await ask(proof()).expect(401);
    expect(provider.trades()).toHaveLength(trades);
  });

  test("takes nothing but a proof", async () => {
    await ask({ $ne: "" }).expect(422);
    await ask("x".repeat(10_000)).expect(422);
  });
});
