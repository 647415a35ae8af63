import { createHmac, randomBytes } from "node:crypto";
import { type Answer, type Asked, type Loopback, startLoopback } from "../integrations/loopback.ts";

const appKey = "parley-test";
const appSecret = "shpss_install";

/** Shopify's side of installing: tokens that end and are traded, and who a token belongs to. */
export interface ShopProvider extends Loopback {
  /** What each use of the token endpoint asked for. */
  trades: () => Record<string, string>[];
  /** The tokens given out last. */
  last: { accessToken: string; refreshToken: string } | null;
  /** What the owner allows with the next grant. */
  scopes: string;
  /** Answers in place of the token endpoint. */
  refuse: Answer | null;
  /** Access tokens that are good. */
  good: Set<string>;
  /** Other answers to GraphQL, by a word of the document. */
  graphql: Record<string, () => Answer>;
}

export async function startShopProvider(): Promise<ShopProvider> {
  const loopback = await startLoopback();
  const provider: ShopProvider = Object.assign(loopback, {
    trades: () =>
      loopback.asked.filter(({ path }) => path.endsWith("/access_token")).map(({ body }) => JSON.parse(body)),
    last: null,
    scopes: "write_orders,write_customers",
    refuse: null,
    good: new Set<string>(),
    graphql: {},
  });
  loopback.answer = (asked) => (asked.path.endsWith("/access_token") ? trade(provider, asked) : query(provider, asked));
  Object.assign(process.env, {
    SHOPIFY_API_KEY: appKey,
    SHOPIFY_API_SECRET: appSecret,
    SHOPIFY_API_URL: loopback.url,
    PUBLIC_URL: "http://shop.example",
  });
  return provider;
}

function trade(provider: ShopProvider, { body }: Asked): Answer {
  if (provider.refuse) return provider.refuse;
  const given = JSON.parse(body) as Record<string, string>;
  if (given.client_id !== appKey || given.client_secret !== appSecret) return { status: 400 };
  if (given.code === "used") return { status: 400, json: { error: "invalid_request" } };
  const accessToken = `shpat_${randomBytes(6).toString("hex")}`;
  const refreshToken = `shprt_${randomBytes(6).toString("hex")}`;
  provider.last = { accessToken, refreshToken };
  provider.good.add(accessToken);
  // A token without end is what Shopify no longer accepts.
  const isExpiring = given.expiring === "1" || given.grant_type === "refresh_token";
  const end = { expires_in: 3600, refresh_token: refreshToken, refresh_token_expires_in: 7_776_000 };
  return { json: { access_token: accessToken, scope: provider.scopes, ...(isExpiring && end) } };
}

function query(provider: ShopProvider, { path, headers, body }: Asked): Answer {
  if (!provider.good.has(String(headers["x-shopify-access-token"]))) return { status: 401 };
  const { query: document } = JSON.parse(body) as { query: string };
  const special = Object.entries(provider.graphql).find(([word]) => document.includes(word));
  if (special) return special[1]();
  const [, myshopifyDomain] = path.split("/");
  return { json: { data: { shop: { name: "Nordlys Candles", myshopifyDomain } } } };
}

/** A query as Shopify signs it: everything in it, sorted, and the time. */
export function signedQuery(values: Record<string, string>, secret = appSecret): string {
  const timestamp = String(Math.trunc(Date.now() / 1000));
  const signed = Object.entries({ timestamp, ...values }).toSorted(([a], [b]) => a.localeCompare(b));
  const text = signed.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
  const hmac = createHmac("sha256", secret).update(text).digest("hex");
  return `${text}&hmac=${hmac}`;
}

/** What App Bridge gives the page inside the admin: who looks, for a minute. */
export function sessionToken(shop: string, changes: object = {}, secret = appSecret): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const at = Math.trunc(Date.now() / 1000);
  const claims = {
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: appKey,
    sub: "42",
    exp: at + 60,
    nbf: at,
    iat: at,
    jti: randomBytes(8).toString("hex"),
    sid: "s",
  };
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part({ ...claims, ...changes })}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
