import { HttpResponseError, Session } from "@shopify/shopify-api";
import { ConnectionBroken, ProviderRejected } from "../../platform/errors.ts";
import type { Connection } from "../contract.ts";
import { apiVersion } from "./documents.ts";
import { bucketIn, bucketInError, SlowDown, shopifyFailure } from "./failure.ts";
import { library } from "./library.ts";
import { renewIfSpent, renewRefused } from "./renew-access.ts";
import { type BucketReport, createThrottle, type Lane } from "./throttle.ts";

/** How long a question waits for room in the shop's bucket before it fails, in milliseconds. */
const longestWaitMs: Record<Lane, number> = { agent: 10_000, sync: 60_000 };
/** When Shopify asks to slow down without saying for how long. */
const usualPauseMs = 1000;

const throttle = createThrottle();

const shopDomain = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/** What a request to a shop needs: a whole stored connection, or credentials that somebody wants to try. */
export type ShopAccess = Pick<Connection, "account" | "credentials" | "replace" | "notice">;

/**
 * Runs one document for a shop and returns its `data`, unparsed. Waits while the shop's bucket is too empty for it:
 * agents before sync. Access that is about to end is renewed before, and access that is refused is renewed once and
 * tried again, so nobody who asks need know that it ends.
 *
 * @param options.lane who waits for the answer.
 * @throws ProviderUnavailable on 5xx and silence (`outcomeUnknown`), and when THROTTLED and 429 would last too long
 *   (`retryAfterMs` from Shopify's own numbers; nothing was carried out);
 *   ConnectionBroken when the token is refused; ProviderRejected otherwise.
 */
export async function queryShop(
  connection: ShopAccess,
  document: string,
  variables: Record<string, unknown> = {},
  { lane = "agent" }: { lane?: Lane } = {},
): Promise<unknown> {
  const { account } = connection;
  if (!shopDomain.test(account)) throw new ProviderRejected(`${account} is not a Shopify shop domain`);
  const ask = () => inTurn(account, kindOf(document, variables), lane, () => send(connection, document, variables));
  await renewIfSpent(connection);
  try {
    return await ask();
  } catch (error) {
    if (!isRefusedAccess(error) || !(await renewRefused(connection))) throw error;
  }
  return ask();
}

function isRefusedAccess(error: unknown): boolean {
  if (!(error instanceof ConnectionBroken)) return false;
  return error.cause instanceof HttpResponseError && error.cause.response.code === 401;
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

/** With the access as it is at this moment: it may have been renewed while others had their turn. */
async function send(connection: ShopAccess, document: string, variables: Record<string, unknown>) {
  const { account: shop, credentials } = connection;
  const { accessToken } = credentials;
  if (!accessToken) throw new ConnectionBroken("The Shopify connection has no access token");
  const session = new Session({ id: `offline_${shop}`, shop, state: "", isOnline: false, accessToken });
  const client = new (library().clients.Graphql)({ session });
  const answer = await client.request(document, { variables });
  await noticeVersion(connection, answer.headers);
  return answer;
}

/** Shopify answers from another version when the one asked for is gone, and says when something asked for will go. */
async function noticeVersion({ notice }: ShopAccess, headers: Record<string, string | string[]> = {}): Promise<void> {
  const header = (name: string) => [headers[name] ?? []].flat()[0] ?? null;
  const answered = header("X-Shopify-Api-Version");
  if (!notice || answered === null) return;
  await notice({ asked: apiVersion, answered, deprecated: header("X-Shopify-Api-Deprecated-Reason") });
}
