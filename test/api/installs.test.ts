import { beforeAll, describe, expect, test } from "@jest/globals";
import supertest from "supertest";
import { listConnections, openConnection } from "../../src/domain/connections/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { aColleague, aPerson, cookieOf, type LoggedIn, logIn, startApi, type TestApi } from "../support/api.ts";
import { aWorkspace } from "../support/factories.ts";
import { type ShopProvider, signedQuery, startShopProvider } from "../support/shop-provider.ts";

let provider: ShopProvider;
let api: TestApi;
let ctx: Context;
let owner: LoggedIn;
beforeAll(async () => {
  provider = await startShopProvider();
  api = await startApi();
  ctx = await aWorkspace(api.db);
  owner = await aPerson(api, ctx, "owner");
});

let count = 0;
const aShop = () => `shop-${process.pid}-${count++}.myshopify.com`;
const browse = (path: string, cookies: readonly string[] = []) =>
  supertest(api.url).get(path).set("cookie", cookies.join("; ")).redirects(0);
const cookiesOf = (answer: supertest.Response) =>
  [answer.headers["set-cookie"] ?? []].flat().map((cookie: string) => cookie.split(";")[0]!);

const isOfAttempt = (cookie: string) => cookie.startsWith("shopify_app_state");

/** At the provider, about to come back. */
interface Away {
  shop: string;
  state: string;
  cookies: string[];
  at: URL;
}

async function goToProvider(path: string, cookies: readonly string[] = []): Promise<Away> {
  const answer = await browse(path, cookies).expect(302);
  const at = new URL(String(answer.headers.location));
  return {
    shop: at.pathname.split("/")[1]!,
    state: at.searchParams.get("state")!,
    cookies: [...cookies, ...cookiesOf(answer)],
    at,
  };
}

/** A member presses the button. */
async function begin(person: LoggedIn, shop: string): Promise<Away> {
  const { body } = await person.post("/v1/installs", { integrationId: "shopify", account: shop }).expect(201);
  return goToProvider(body.url, [person.cookie]);
}

/** Somebody opens the app in Shopify. */
const open = (shop: string, cookies: readonly string[] = []) =>
  goToProvider(`/install/shopify?${signedQuery({ shop, host: "aG9zdA" })}`, cookies);

const comeBack = ({ shop, state, cookies }: Away, changes: Record<string, string> = {}, secret?: string) =>
  browse(`/install/shopify/callback?${signedQuery({ code: "c", shop, state, ...changes }, secret)}`, cookies);

/** The claim of an install nobody began here. */
async function claimOf(shop: string): Promise<string> {
  const answer = await comeBack(await open(shop)).expect(302);
  const [path, claim] = String(answer.headers.location).split("#");
  expect(path).toBe("/claim");
  return claim!;
}

async function connectionOf(of: Context, shop: string) {
  return (await listConnections(of)).find(({ account }) => account === shop);
}

describe("a member connects a shop", () => {
  test("she is sent to Shopify with everything we need, comes back, and the shop is hers with access that ends", async () => {
    const shop = aShop();
    const away = await begin(owner, `https://admin.shopify.com/store/${shop.split(".")[0]}`);
    expect(away.at.pathname).toBe(`/${shop}/admin/oauth/authorize`);
    expect(away.at.searchParams.get("redirect_uri")).toBe("http://shop.example/install/shopify/callback");
    expect(away.at.searchParams.get("scope")).toContain("write_orders");
    await comeBack(away).expect(302).expect("location", "/settings/shops");
    const row = await connectionOf(ctx, shop);
    expect(row).toMatchObject({ state: "active", displayName: "Nordlys Candles" });
    expect(row!.scopes).toEqual(["write_orders", "write_customers"]);
    expect(row!.accessEndsAt!.getTime()).toBeGreaterThan(Date.now() + 50 * 60_000);
    expect(provider.trades().at(-1)).toMatchObject({ code: "c", expiring: "1" });
    expect((await openConnection(ctx, row!.id)).credentials).toMatchObject(provider.last!);
    expect(row!.credentialsSealed).not.toContain(provider.last!.accessToken);
  });

  test("several shops, and what is missing of each is shown", async () => {
    const shops = [aShop(), aShop()];
    for (const shop of shops) await comeBack(await begin(owner, shop)).expect(302);
    const { body } = await owner.get("/v1/connections").expect(200);
    const shown = body.data.filter(({ account }: { account: string }) => shops.includes(account));
    expect(shown).toHaveLength(2);
    expect(shown[0].missingScopes).toContain("write_returns");
    expect(shown[0].missingScopes).not.toContain("write_orders");
  });

  test("installed again, it is the same connection, with its settings, and works again", async () => {
    const shop = aShop();
    await comeBack(await begin(owner, shop)).expect(302);
    const before = await connectionOf(ctx, shop);
    await owner.delete(`/v1/connections/${before!.id}/access`).expect(200);
    expect((await openConnection(ctx, before!.id)).credentials).toEqual({});
    await comeBack(await begin(owner, shop)).expect(302);
    const after = await connectionOf(ctx, shop);
    expect(after).toMatchObject({ id: before!.id, state: "active", createdAt: before!.createdAt });
  });

  test("what is no shop's address, or no integration that installs, is refused", async () => {
    for (const account of ["evil.example", "shop.myshopify.com.evil.example", "a b", "-x.myshopify.com"]) {
      await owner.post("/v1/installs", { integrationId: "shopify", account }).expect(422);
    }
    await owner.post("/v1/installs", { integrationId: "gmail", account: "a" }).expect(404);
    await browse("/install/gmail").expect(404);
    await browse("/install/__proto__").expect(404);
  });

  test("a colleague without the permission, and a program, are refused", async () => {
    const agent = await aPerson(api, ctx, "agent");
    await agent.post("/v1/installs", { integrationId: "shopify", account: aShop() }).expect(403);
  });
});

describe("who comes back", () => {
  test("with a state that was used already is refused, and so is one with another's state", async () => {
    const away = await begin(owner, aShop());
    await comeBack(away).expect(302);
    const trades = provider.trades().length;
    await comeBack(away).expect(401);
    const [mine, hers] = [await begin(owner, aShop()), await open(aShop())];
    await comeBack({ ...mine, state: hers.state }).expect(401);
    await comeBack({ ...mine, state: "made-up" }).expect(401);
    expect(provider.trades()).toHaveLength(trades);
  });

  test("without the cookie of the browser that began, or signed by somebody else, is refused", async () => {
    const shop = aShop();
    const stolen = await open(shop);
    await comeBack({ ...stolen, cookies: [] }).expect(401);
    const forged = await open(shop);
    await comeBack(forged, {}, "not the secret").expect(401);
    await comeBack(await open(shop), { timestamp: String(Math.trunc(Date.now() / 1000) - 3600) }).expect(401);
    expect(await connectionOf(ctx, shop)).toBeUndefined();
  });

  test("with another shop than the one asked for is refused", async () => {
    const [asked, other] = [aShop(), aShop()];
    await comeBack(await begin(owner, asked), { shop: other }).expect(401);
    await comeBack(await begin(owner, asked), { shop: "evil.example" }).expect((answer) => {
      expect(answer.status).toBeGreaterThanOrEqual(400);
    });
    expect([await connectionOf(ctx, asked), await connectionOf(ctx, other)]).toEqual([undefined, undefined]);
  });

  test("in the browser of another person does not put the shop into the workspace of who began", async () => {
    const attacker = await aPerson(api, await aWorkspace(api.db), "owner");
    const away = await begin(attacker, aShop());
    const victim = await comeBack({ ...away, cookies: [...away.cookies.filter(isOfAttempt), owner.cookie] });
    expect(victim.status).toBe(403);
    const { body } = await attacker.post("/v1/installs", { integrationId: "shopify", account: aShop() }).expect(201);
    await browse(body.url, [owner.cookie]).expect(403);
    const again = await attacker.post("/v1/installs", { integrationId: "shopify", account: aShop() }).expect(201);
    await browse(again.body.url).expect(403);
  });

  test("with a code that was used already, or while Shopify is away, is told so", async () => {
    await comeBack(await begin(owner, aShop()), { code: "used" }).expect(502);
    provider.refuse = { status: 503 };
    await comeBack(await begin(owner, aShop())).expect(503);
    provider.refuse = "cut";
    await comeBack(await begin(owner, aShop())).expect(503);
    provider.refuse = { json: { access_token: "forever", scope: "" } };
    await comeBack(await begin(owner, aShop())).expect(502);
    provider.refuse = null;
  });
});

describe("a shop that installs from Shopify", () => {
  test("gets in only by a link that Shopify signed a moment ago", async () => {
    const shop = aShop();
    await browse(`/install/shopify?shop=${shop}`).expect(401);
    await browse(`/install/shopify?${signedQuery({ shop }, "not the secret")}`).expect(401);
    await browse(`/install/shopify?${signedQuery({ shop })}&shop=${aShop()}`).expect(401);
    const old = String(Math.trunc(Date.now() / 1000) - 3600);
    await browse(`/install/shopify?${signedQuery({ shop, timestamp: old })}`).expect(401);
  });

  test("waits for whoever has the claim: she opens a workspace with a password of her own, and the claim is used up", async () => {
    const shop = aShop();
    const claim = await claimOf(shop);
    await api.send("post", "/v1/install-claims/preview").send({ claim }).expect(200);
    const email = `${shop}@owner.example`;
    const person = { workspaceName: "Candles", name: "Eva", email, password: "a long enough password" };
    const opened = await api
      .send("post", "/v1/install-claims/workspace")
      .send({ claim, ...person })
      .expect(201);
    expect(opened.body).toMatchObject({ member: { role: "owner" }, workspace: { name: "Candles" }, user: { email } });
    const shops = await api.send("get", "/v1/connections").set("cookie", cookieOf(opened)).expect(200);
    expect(shops.body.data).toMatchObject([{ account: shop, state: "active" }]);
    await api
      .send("post", "/v1/install-claims/workspace")
      .send({ claim, ...person, email: "x@y.example" })
      .expect(404);
    await logIn(api, email, person.password);
  });

  test("joins the workspace of a member who brings the claim, and of nobody without the permission", async () => {
    const shop = aShop();
    const claim = await claimOf(shop);
    await (await aPerson(api, ctx, "agent")).post("/v1/install-claims", { claim }).expect(403);
    await owner.post("/v1/install-claims", { claim }).expect(201);
    await owner.post("/v1/install-claims", { claim }).expect(404);
    expect(await connectionOf(ctx, shop)).toMatchObject({ state: "active" });
  });

  test("takes over no account because of the same email: a known one is refused, and the claim stays good", async () => {
    const victim = await aColleague(ctx, "owner");
    const shop = aShop();
    const claim = await claimOf(shop);
    const attack = { claim, workspaceName: "Mine", name: "Eve", email: victim.email, password: "the attacker's own" };
    const refused = await api.send("post", "/v1/install-claims/workspace").send(attack).expect(409);
    expect(refused.headers["set-cookie"]).toBeUndefined();
    await api.send("post", "/v1/session").send({ email: victim.email, password: attack.password }).expect(401);
    await logIn(api, victim.email);
    expect(await connectionOf(ctx, shop)).toBeUndefined();
    await owner.post("/v1/install-claims", { claim }).expect(201);
  });

  test("of two who claim at once one gets it", async () => {
    const claim = await claimOf(aShop());
    const answers = await Promise.all([1, 2, 3].map(() => owner.post("/v1/install-claims", { claim })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 404, 404]);
  });

  test("only the last install of a shop can be claimed", async () => {
    const shop = aShop();
    const [first, second] = [await claimOf(shop), await claimOf(shop)];
    await owner.post("/v1/install-claims", { claim: first }).expect(404);
    await owner.post("/v1/install-claims", { claim: second }).expect(201);
  });

  test("that a workspace has already goes back to that one and no other, whoever installs it", async () => {
    const shop = aShop();
    await comeBack(await begin(owner, shop)).expect(302);
    const before = await connectionOf(ctx, shop);
    const stranger = await aPerson(api, await aWorkspace(api.db), "owner");
    const refused = await comeBack(await begin(stranger, shop)).expect(409);
    expect(refused.text).toContain("another workspace");
    const again = await goBackFrom(shop);
    expect(again.headers.location).toBe("/");
    expect(await connectionOf(ctx, shop)).toMatchObject({ id: before!.id, state: "active" });
    expect((await openConnection(ctx, before!.id)).credentials).toMatchObject(provider.last!);
  });

  test("and lacks nothing leads straight to the inbox", async () => {
    const shop = aShop();
    provider.scopes = (await import("../../src/integrations/shopify/scopes.ts")).scopes.join(",");
    await comeBack(await begin(owner, shop)).expect(302);
    provider.scopes = "write_orders,write_customers";
    await browse(`/install/shopify?${signedQuery({ shop })}`)
      .expect(302)
      .expect("location", "/");
  });

  async function goBackFrom(shop: string) {
    return comeBack(await open(shop)).expect(302);
  }
});
