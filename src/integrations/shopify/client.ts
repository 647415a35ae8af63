import "@shopify/shopify-api/adapters/node";
import { ApiVersion, LogSeverity, Session, shopifyApi } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { ConnectionBroken, ProviderRejected } from "../../platform/errors.ts";
import { createFetch, type Fetch } from "../../platform/http-client.ts";
import type { Connection } from "../contract.ts";
import { shopifyConfig } from "./config.ts";
import { bucketIn, bucketInError, SlowDown, shopifyFailure } from "./failure.ts";
import { type BucketReport, createThrottle, type Lane } from "./throttle.ts";

/** How long a question waits for room in the shop's bucket before it fails, in milliseconds. */
const longestWaitMs: Record<Lane, number> = { agent: 10_000, sync: 60_000 };
/** When Shopify asks to slow down without saying for how long. */
const usualPauseMs = 1000;

const throttle = createThrottle();

const shopDomain = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/**
 * Runs one document for a shop and returns its `data`, unparsed. Waits while the shop's bucket is too empty for it:
 * agents before sync.
 *
 * @param options.lane who waits for the answer.
 * @throws ProviderUnavailable on 5xx and silence (`outcomeUnknown`), and when THROTTLED and 429 would last too long
 *   (`retryAfterMs` from Shopify's own numbers; nothing was carried out);
 *   ConnectionBroken when the token is refused; ProviderRejected otherwise.
 */
export async function queryShop(
  connection: Pick<Connection, "account" | "credentials">,
  document: string,
  variables: Record<string, unknown> = {},
  { lane = "agent" }: { lane?: Lane } = {},
): Promise<unknown> {
  const client = clientOf(connection);
  return inTurn(connection.account, kindOf(document, variables), lane, () => client.request(document, { variables }));
}

/** Sends when the bucket has room, and again when Shopify found it had not. */
async function inTurn(
  shop: string,
  kind: string,
  lane: Lane,
  send: () => Promise<{ data?: unknown; extensions?: unknown }>,
): Promise<unknown> {
  const deadline = performance.now() + longestWaitMs[lane];
  for (;;) {
    const turn = await throttle.take(shop, { kind, lane, deadline });
    let report: BucketReport | null = null;
    try {
      const { data, extensions } = await send();
      report = bucketIn(extensions);
      return data;
    } catch (error) {
      report = bucketInError(error);
      const failure = shopifyFailure(error);
      if (!(failure instanceof SlowDown)) throw failure;
      const pauseMs = failure.retryAfterMs ?? usualPauseMs;
      // A bucket that says how full it is needs no pause for all: a smaller question may fit.
      if (report === null) throttle.pause(shop, pauseMs);
      if (performance.now() + pauseMs > deadline) throw failure;
    } finally {
      turn.settle(report);
    }
  }
}

/** Questions of one name and one size cost the same. */
function kindOf(document: string, variables: Record<string, unknown>): string {
  const sizes = Object.values(variables).filter((value) => typeof value === "number");
  return `${/(?:query|mutation)\s+(\w+)/.exec(document)?.[1] ?? document} ${sizes.join(" ")}`;
}

function clientOf({ account: shop, credentials }: Pick<Connection, "account" | "credentials">) {
  if (!shopDomain.test(shop)) throw new ProviderRejected(`${shop} is not a Shopify shop domain`);
  const { accessToken } = credentials;
  if (!accessToken) throw new ConnectionBroken("The Shopify connection has no access token");
  const session = new Session({ id: `offline_${shop}`, shop, state: "", isOnline: false, accessToken });
  return new (library().clients.Graphql)({ session });
}

let made: ReturnType<typeof makeLibrary> | undefined;
function library() {
  made ??= makeLibrary();
  return made;
}

function makeLibrary() {
  const { SHOPIFY_API_KEY, SHOPIFY_API_SECRET, SHOPIFY_API_URL } = shopifyConfig();
  setAbstractFetchFunc(shopifyFetch(SHOPIFY_API_URL));
  return shopifyApi({
    apiKey: SHOPIFY_API_KEY ?? "unset",
    apiSecretKey: SHOPIFY_API_SECRET ?? "unset",
    hostName: "localhost", // only used by the library's own OAuth pages
    apiVersion: ApiVersion.October26,
    isEmbeddedApp: false,
    logger: { level: LogSeverity.Error, log: () => {} },
  });
}

/** The library calls https://SHOP/…; a configured base stands before the shop's domain instead. */
function shopifyFetch(base: string | undefined): Fetch {
  if (!base) return createFetch();
  const fetch = createFetch({ allowedOrigins: [base] });
  return (input, init) => {
    const { hostname, pathname, search } = new URL(input instanceof Request ? input.url : input);
    return fetch(`${base.replace(/\/$/, "")}/${hostname}${pathname}${search}`, init);
  };
}
