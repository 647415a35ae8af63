import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import {
  AuthScopes,
  CookieNotFound,
  HttpResponseError,
  InvalidHmacError,
  InvalidOAuthError,
  RequestedTokenType,
  SafeCompareError,
  type Session,
} from "@shopify/shopify-api";
import { z } from "zod";
import { now } from "../../platform/clock.ts";
import { AppError, ProviderRejected, ProviderUnavailable } from "../../platform/errors.ts";
import { requestFailure } from "../../platform/http-client.ts";
import type { Beginning, BrowserRequest, EmbeddedPage, Grant, Install } from "../contract.ts";
import { accessOf } from "./access.ts";
import { shopifyConfig } from "./config.ts";
import { connect } from "./connect.ts";
import { library, standIn } from "./library.ts";
import { scopes } from "./scopes.ts";

/**
 * Installing by Shopify's own library: the authorization-code grant for the app with pages of its own, the exchange of
 * a session token for the page inside the shop's admin; access with an end both times.
 * Source: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens
 */
export const install: Install = {
  account: shopDomain,
  scopes: () => scopes,
  missingScopes(granted) {
    const held = new AuthScopes([...granted]);
    return scopes.filter((scope) => !held.has(scope));
  },

  async opened(query) {
    await demandSignature(query);
    const account = shopDomain(query.get("shop") ?? "");
    if (account === null) throw notShopify("It names no shop");
    return { account, embedded: shopifyConfig().SHOPIFY_EMBEDDED || query.get("embedded") === "1" };
  },

  async begin({ account, callbackPath }): Promise<Beginning> {
    const exchange = browserExchange({ url: callbackPath, cookie: undefined });
    await library().auth.begin({ shop: account, callbackPath, isOnline: false, ...exchange });
    const location = new URL(String(exchange.rawResponse.getHeader("location")));
    const { SHOPIFY_API_URL: base } = shopifyConfig();
    return {
      url: base ? standIn(base, location) : location.href,
      state: location.searchParams.get("state") ?? "",
      cookies: cookiesOf(exchange.rawResponse),
    };
  },

  async complete(back) {
    // The library takes the last of several, and signs none of that.
    const shop = new URL(back.url, "http://back").searchParams.getAll("shop");
    if (shop.length !== 1) throw notShopify("It names more than one shop");
    return granted(async () => {
      const { session } = await library().auth.callback({ expiring: true, ...browserExchange(back) });
      return session;
    });
  },

  get page() {
    return embeddedPage();
  },

  endedAt: ({ headers }) => (headers["x-shopify-topic"] === "app/uninstalled" ? triggeredAt(headers) : null),
};

/** "Nordlys", "https://nordlys.myshopify.com/", "https://admin.shopify.com/store/nordlys" → nordlys.myshopify.com */
function shopDomain(written: string): string | null {
  const text = written
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "");
  const [, named] = /^admin\.shopify\.com\/store\/([\w-]+)/.exec(text) ?? /^([\w-]+)$/.exec(text) ?? [];
  const domain = named ? `${named}.myshopify.com` : text.replace(/\/.*$/, "");
  return /^[a-z0-9][a-z0-9-]{0,60}\.myshopify\.com$/.test(domain) ? domain : null;
}

/** The signature is over everything in the query, and a time that must be now, more or less. */
async function demandSignature(query: URLSearchParams): Promise<void> {
  const given = Object.fromEntries(query);
  // A name that stands twice could mean one thing to the signature and another to us.
  if (Object.keys(given).length !== [...query].length) throw notShopify("It says something twice");
  const valid = await library()
    .utils.validateHmac(given)
    .catch(() => false);
  if (!valid) throw notShopify("Its signature does not match, or it is too old");
}

async function granted(trade: () => Promise<Session>): Promise<Grant> {
  let session: Session;
  try {
    session = await trade();
  } catch (error) {
    throw tradeFailure(error);
  }
  const access = accessOf(session);
  // Shopify says itself which shop this is, with the access that was just given.
  const found = await connect.verify(access.credentials);
  if (found.account !== session.shop)
    throw new ProviderRejected("Shopify gave access to another shop than was asked for");
  return { ...access, ...found };
}

const notGenuine = [CookieNotFound, InvalidOAuthError, InvalidHmacError, SafeCompareError];

function tradeFailure(error: unknown): AppError {
  if (error instanceof HttpResponseError) {
    const { code } = error.response;
    if (code === 429 || code >= 500)
      return new ProviderUnavailable("Shopify has a problem; try again", { cause: error });
    return new ProviderRejected("Shopify says that this was used already or is too old; begin again", { cause: error });
  }
  if (notGenuine.some((kind) => error instanceof kind)) {
    return notShopify("It was not begun in this browser, or it did not come from Shopify", error);
  }
  return requestFailure(error, "Shopify");
}

function notShopify(why: string, cause?: unknown): AppError {
  return new AppError("unauthenticated", `This link cannot be trusted. ${why}. Open the app in Shopify again.`, {
    cause,
  });
}

const claims = z.object({ dest: z.url() });

function embeddedPage(): EmbeddedPage {
  const { SHOPIFY_API_KEY = "", SHOPIFY_APP_BRIDGE_URL, SHOPIFY_API_URL: base } = shopifyConfig();
  const viewer: EmbeddedPage["viewer"] = async (proof) => {
    const read = await library()
      .session.decodeSessionToken(proof)
      .catch((error: unknown) => {
        throw notShopify("Its session token is not valid (any more)", error);
      });
    const account = shopDomain(new URL(claims.parse(read).dest).hostname);
    if (account === null) throw notShopify("It names no shop");
    return { account };
  };
  return {
    script: { url: SHOPIFY_APP_BRIDGE_URL, clientId: SHOPIFY_API_KEY },
    ancestors: (account) => [
      `https://${account}`,
      "https://admin.shopify.com",
      ...(base ? [new URL(base).origin] : []),
    ],
    viewer,
    async exchange(proof) {
      const { account: shop } = await viewer(proof);
      return granted(async () => {
        const requestedTokenType = RequestedTokenType.OfflineAccessToken;
        const { session } = await library().auth.tokenExchange({
          shop,
          sessionToken: proof,
          requestedTokenType,
          expiring: true,
        });
        return session;
      });
    },
  };
}

/** Null for a time nobody can read: then it is now. */
function triggeredAt(headers: Record<string, string | undefined>): Date {
  const at = new Date(headers["x-shopify-triggered-at"] ?? "");
  return Number.isNaN(at.getTime()) ? now() : at;
}

/** The library speaks Node's requests and answers; nothing of these two is ever sent. */
function browserExchange({ url, cookie }: BrowserRequest) {
  const rawRequest = new IncomingMessage(new Socket());
  rawRequest.method = "GET";
  rawRequest.url = url;
  if (cookie !== undefined) rawRequest.headers.cookie = cookie;
  return { rawRequest, rawResponse: new ServerResponse(rawRequest) };
}

/** The library gives a person a minute to agree; she may have to log in first. */
const agreeWithinMs = 15 * 60_000;

/** Over plain HTTP, on one's own machine, a browser need not accept what is marked as secure. */
function cookiesOf(response: ServerResponse): string[] {
  const endsAt = new Date(now().getTime() + agreeWithinMs).toUTCString();
  const cookies = [response.getHeader("set-cookie") ?? []]
    .flat()
    .map((cookie) => `${String(cookie).replace(/;\s*expires=[^;]*/i, "")}; expires=${endsAt}; HttpOnly`);
  if (shopifyConfig().PUBLIC_URL.startsWith("https:")) return cookies;
  return cookies.map((cookie) => cookie.replace(/;\s*secure=true/gi, ""));
}
