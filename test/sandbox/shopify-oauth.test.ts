import "@shopify/shopify-api/adapters/node";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { ApiVersion, LogSeverity, shopifyApi } from "@shopify/shopify-api";
import { defaultSecrets } from "../../sandbox/settings.ts";
import { accessToken, domain, type ShopSandbox, startShopSandbox } from "./shopify-shop.ts";

const appUrl = "http://127.0.0.1:1/shopify";
const redirect = `${appUrl}/callback`;
const hour = 3_600_000;
const day = 24 * hour;
const exchange = "urn:ietf:params:oauth:grant-type:token-exchange";
const tokenType = "urn:shopify:params:oauth:token-type";
const idTokenType = "urn:ietf:params:oauth:token-type:id_token";

/** Shopify's own library, with the app's secret: it judges what the stand-in signs. */
const library = shopifyApi({
  apiKey: defaultSecrets.shopifyApiKey,
  apiSecretKey: defaultSecrets.shopifyApiSecret,
  hostName: "localhost",
  apiVersion: ApiVersion.October26,
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error, log: () => {} },
});

let shop: ShopSandbox;
beforeAll(async () => {
  shop = await startShopSandbox({ shopifyApp: { url: appUrl, scopes: ["read_orders", "write_orders"] } });
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

const uninstall = () => shop.control("POST", `shopify/${domain}/uninstall`);
const question = (more: Record<string, string> = {}) =>
  new URLSearchParams({
    ...{ client_id: defaultSecrets.shopifyApiKey, scope: "read_orders,write_orders", redirect_uri: redirect },
    ...{ state: "a state", ...more },
  });

/** Presses a button of the consent page; where the browser is sent. */
async function press(decision: "allow" | "deny", more: Record<string, string> = {}): Promise<URL> {
  const body = new URLSearchParams([...question(more), ["decision", decision]]);
  const answer = await fetch(`${shop.admin}/oauth/authorize`, { method: "POST", body, redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "", shop.sandbox.url);
}

async function freshPair() {
  const code = (await press("allow")).searchParams.get("code");
  return (await shop.token({ code, expiring: 1 })).body;
}

async function idToken(): Promise<string> {
  return (await (await fetch(`${shop.admin}/id-token`)).json()).idToken;
}

const works = async (token: string) => (await shop.ask("{ shop { name } }", {}, token)).status;
const refresh = (refresh_token: string) => shop.token({ grant_type: "refresh_token", refresh_token });

describe("installing", () => {
  test("the store lists the shops and leads to the app, signed as Shopify's own library checks it", async () => {
    const store = await (await fetch(`${shop.sandbox.url}/shopify`)).text();
    expect(store).toContain(domain);
    expect(store).toContain("installed");
    const { headers } = await fetch(`${shop.admin}/oauth/install`, { redirect: "manual" });
    const target = new URL(headers.get("location") ?? "");
    expect(`${target.origin}${target.pathname}`).toBe(appUrl);
    expect(await library.utils.validateHmac(Object.fromEntries(target.searchParams))).toBe(true);
    expect(library.utils.sanitizeHost(target.searchParams.get("host") ?? "")).not.toBeNull();
  });

  test("the consent page names every scope; who agrees is sent back with a code that works once", async () => {
    await uninstall();
    const page = await (await fetch(`${shop.admin}/oauth/authorize?${question()}`)).text();
    expect(page).toContain("write_orders");
    const back = await press("allow");
    const { state, shop: named, code } = Object.fromEntries(back.searchParams);
    expect([`${back.origin}${back.pathname}`, state, named]).toEqual([redirect, "a state", domain]);
    expect(await library.utils.validateHmac(Object.fromEntries(back.searchParams))).toBe(true);
    const given = await shop.token({ code, expiring: 1 });
    expect(given).toMatchObject({ status: 200, body: { scope: "read_orders,write_orders", expires_in: 3600 } });
    expect(await works(given.body.access_token)).toBe(200);
    expect(await shop.token({ code, expiring: 1 })).toMatchObject({ status: 400, body: { error: "invalid_request" } });
  });

  test("who declines leaves the shop without the app, and no code is given", async () => {
    await uninstall();
    const back = await press("deny");
    expect(back.searchParams.get("code")).toBeNull();
    expect(await (await fetch(`${shop.sandbox.url}/shopify`)).text()).toContain("not installed");
  });

  test("who granted it all already is not asked again, but for a new scope", async () => {
    await press("allow");
    const again = await fetch(`${shop.admin}/oauth/authorize?${question()}`, { redirect: "manual" });
    expect(again.status).toBe(302);
    const more = await fetch(`${shop.admin}/oauth/authorize?${question({ scope: "read_orders,read_products" })}`);
    expect(await more.text()).toMatch(/read_products <strong>new/);
  });

  test("another app, and an address the app never named, are refused before anything is shown", async () => {
    const stranger = await fetch(`${shop.admin}/oauth/authorize?${question({ client_id: "<b>other</b>" })}`);
    expect(stranger.status).toBe(400);
    expect(await stranger.text()).not.toContain("<b>other");
    const elsewhere = await fetch(
      `${shop.admin}/oauth/authorize?${question({ redirect_uri: "https://evil.example/" })}`,
    );
    expect(elsewhere.status).toBe(400);
  });

  test("a code ends after a minute and belongs to its shop", async () => {
    const code = (await press("allow")).searchParams.get("code");
    await shop.wind(61_000);
    expect(await shop.token({ code, expiring: 1 })).toMatchObject({ status: 400 });
  });
});

describe("tokens", () => {
  test("without `expiring` a token is given that the Admin API refuses, in Shopify's words", async () => {
    const code = (await press("allow")).searchParams.get("code");
    const { body } = await shop.token({ code });
    expect(body.refresh_token).toBeUndefined();
    const answer = await shop.ask("{ shop { name } }", {}, body.access_token);
    expect(answer.status).toBe(403);
    expect((await answer.json()).errors).toContain("Non-expiring access tokens are no longer accepted");
  });

  test("an access token lasts an hour, a refresh token ninety days, and each refresh gives the next", async () => {
    const first = await freshPair();
    await shop.wind(hour + 1000);
    expect(await works(first.access_token)).toBe(401);
    const second = await refresh(first.refresh_token);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect(await works(second.body.access_token)).toBe(200);
    await shop.wind(91 * day);
    expect(await refresh(second.body.refresh_token)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  });

  test("a lost answer can be asked for again, until its replacement is used or thirty days have passed", async () => {
    const first = await freshPair();
    const lost = await refresh(first.refresh_token);
    await shop.wind(29 * day);
    const again = await refresh(first.refresh_token);
    expect(again.status).toBe(200);
    expect((await refresh(again.body.refresh_token)).status).toBe(200);
    expect((await refresh(first.refresh_token)).status).toBe(400);
    expect((await refresh(lost.body.refresh_token)).status).toBe(400);
    const other = await freshPair();
    await refresh(other.refresh_token);
    await shop.wind(31 * day);
    expect((await refresh(other.refresh_token)).status).toBe(400);
  });

  test("an uninstalled app can neither call, nor refresh, nor exchange a session token", async () => {
    const { access_token, refresh_token } = await freshPair();
    const subject_token = await idToken();
    await uninstall();
    expect([await works(accessToken), await works(access_token)]).toEqual([401, 401]);
    expect((await refresh(refresh_token)).status).toBe(400);
    const requested_token_type = `${tokenType}:offline-access-token`;
    const asked = { grant_type: exchange, subject_token, subject_token_type: idTokenType, requested_token_type };
    expect(await shop.token(asked)).toMatchObject({ status: 400, body: { error: "invalid_subject_token" } });
  });

  test("a token without an end is exchanged once for a pair that ends, and dies; asking again gives the same pair", async () => {
    const subject_token_type = `${tokenType}:offline-access-token`;
    const body = { grant_type: exchange, subject_token: accessToken, subject_token_type, expiring: "1" };
    const asked = { ...body, requested_token_type: subject_token_type };
    const first = await shop.token(asked);
    expect(first.status).toBe(200);
    expect(await works(accessToken)).toBe(401);
    expect((await shop.token(asked)).body).toEqual(first.body);
    expect((await refresh(first.body.refresh_token)).status).toBe(200);
    expect((await shop.token(asked)).status).toBe(400);
  });
});

describe("the embedded page", () => {
  test("the admin loads the app in a frame with a session token that Shopify's library accepts", async () => {
    const page = await (await fetch(`${shop.admin}/apps/parley`)).text();
    const source = new URL(/<iframe[^>]* src="([^"]+)"/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "");
    expect(source.searchParams.get("shop")).toBe(domain);
    expect(await library.utils.validateHmac(Object.fromEntries(source.searchParams))).toBe(true);
    const claims = await library.session.decodeSessionToken(source.searchParams.get("id_token") ?? "");
    expect(claims).toMatchObject({ dest: `https://${domain}`, iss: `https://${domain}/admin` });
    expect(claims.exp - claims.iat).toBe(60);
  });

  test("a session token is exchanged for a pair that ends, and for an online token that names the person", async () => {
    const asked = { grant_type: exchange, subject_token: await idToken(), subject_token_type: idTokenType };
    const offline = await shop.token({
      ...asked,
      requested_token_type: `${tokenType}:offline-access-token`,
      expiring: "1",
    });
    expect(offline.body).toMatchObject({ expires_in: 3600, refresh_token: expect.stringContaining("shprt_") });
    await shop.control("PUT", `shopify/${domain}/staff`, { email: "someone@else.example", emailVerified: false });
    const online = await shop.token({ ...asked, requested_token_type: `${tokenType}:online-access-token` });
    expect(online.body.associated_user).toMatchObject({ email: "someone@else.example", email_verified: false });
  });

  test("a session token that is old, changed, or of another shop gets nothing", async () => {
    const requested_token_type = `${tokenType}:offline-access-token`;
    const ask = (subject_token: string) =>
      shop.token({
        grant_type: exchange,
        subject_token,
        subject_token_type: idTokenType,
        requested_token_type,
        expiring: 1,
      });
    const good = await idToken();
    const [header, , signature] = good.split(".");
    const forged = Buffer.from(JSON.stringify({ dest: `https://${domain}`, aud: "parley-sandbox" })).toString(
      "base64url",
    );
    expect((await ask(`${header}.${forged}.${signature}`)).status).toBe(400);
    expect((await ask("nonsense")).status).toBe(400);
    await shop.wind(75_000);
    expect((await ask(good)).status).toBe(400);
  });

  test("opening the app in a shop without it asks the merchant first", async () => {
    await uninstall();
    const page = await (await fetch(`${shop.admin}/apps/parley`)).text();
    expect(page).not.toContain("<iframe");
    expect(await (await fetch(`${shop.admin}/apps/parley?install=1`)).text()).toContain("<iframe");
    expect((await fetch(`${shop.sandbox.url}/shopify/app-bridge.js`)).headers.get("content-type")).toContain(
      "javascript",
    );
  });
});

test("the version served and a deprecation are what a control call says", async () => {
  await shop.control("PUT", "shopify/app", { servedVersion: "2027-01", deprecatedReason: "https://shopify.dev/gone" });
  const { headers } = await shop.ask("{ shop { name } }");
  expect(headers.get("x-shopify-api-version")).toBe("2027-01");
  expect(headers.get("x-shopify-api-deprecated-reason")).toBe("https://shopify.dev/gone");
});
