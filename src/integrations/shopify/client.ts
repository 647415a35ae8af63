import "@shopify/shopify-api/adapters/node";
import {
  ApiVersion,
  GraphqlQueryError,
  HttpResponseError,
  LogSeverity,
  Session,
  shopifyApi,
} from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { z } from "zod";
import { type AppError, ConnectionBroken, ProviderRejected, ProviderUnavailable } from "../../platform/errors.ts";
import { createFetch, type Fetch, requestFailure } from "../../platform/http-client.ts";
import type { Connection } from "../contract.ts";
import { shopifyConfig } from "./config.ts";

/** One GraphQL query may cost at most 1,000 points; this one asked for more. */
export class QueryTooExpensive extends ProviderRejected {}

const shopDomain = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/**
 * Runs one document for a shop and returns its `data`, unparsed.
 *
 * @throws ProviderUnavailable on THROTTLED, 429, 5xx and silence (`retryAfterMs` from Shopify's own numbers);
 *   ConnectionBroken when the token is refused; ProviderRejected otherwise.
 */
export async function queryShop(
  connection: Pick<Connection, "account" | "credentials">,
  document: string,
  variables: Record<string, unknown> = {},
): Promise<unknown> {
  const { account: shop, credentials } = connection;
  if (!shopDomain.test(shop)) throw new ProviderRejected(`${shop} is not a Shopify shop domain`);
  if (!credentials.accessToken) throw new ConnectionBroken("The Shopify connection has no access token");
  const session = new Session({
    id: `offline_${shop}`,
    shop,
    state: "",
    isOnline: false,
    accessToken: credentials.accessToken,
  });
  const client = new (library().clients.Graphql)({ session });
  try {
    const { data } = await client.request(document, { variables });
    return data;
  } catch (error) {
    throw shopifyFailure(error);
  }
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

const throttle = z.object({
  cost: z.object({
    requestedQueryCost: z.number(),
    throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
  }),
});
const queryErrors = z.object({
  errors: z.object({
    graphQLErrors: z.array(z.object({ extensions: z.object({ code: z.string().optional() }).optional() })),
  }),
  extensions: z.unknown().optional(),
});

function shopifyFailure(error: unknown): AppError {
  if (error instanceof HttpResponseError) return answerFailure(error);
  if (!(error instanceof GraphqlQueryError)) return requestFailure(error, "Shopify");
  const body = queryErrors.safeParse(error.body).data;
  const codes = body?.errors.graphQLErrors.map(({ extensions }) => extensions?.code) ?? [];
  if (codes.includes("THROTTLED")) {
    return new ProviderUnavailable("Shopify asks to slow down", {
      cause: error,
      retryAfterMs: refillMs(body?.extensions),
    });
  }
  if (codes.includes("INTERNAL_SERVER_ERROR") || codes.length === 0) {
    return new ProviderUnavailable("Shopify has a problem", { cause: error });
  }
  if (codes.includes("MAX_COST_EXCEEDED"))
    return new QueryTooExpensive("Shopify finds the query too large", { cause: error });
  if (codes.includes("ACCESS_DENIED")) {
    return new ConnectionBroken("The app may not read customers and orders of this shop; connect it again", {
      cause: error,
    });
  }
  return new ProviderRejected("Shopify refused the query", { cause: error });
}

function answerFailure(error: HttpResponseError): AppError {
  const { code } = error.response;
  const retryAfter = "retryAfter" in error.response ? Number(error.response.retryAfter) : Number.NaN;
  const retryAfterMs = Number.isFinite(retryAfter) ? retryAfter * 1000 : undefined;
  if (code === 429) return new ProviderUnavailable("Shopify asks to slow down", { cause: error, retryAfterMs });
  if (code >= 500) return new ProviderUnavailable("Shopify has a problem", { cause: error, retryAfterMs });
  if (code === 401 || code === 403) {
    return new ConnectionBroken("Shopify no longer accepts the app's access; connect the shop again", { cause: error });
  }
  if (code === 402 || code === 423)
    return new ProviderRejected("The shop is frozen or locked at Shopify", { cause: error });
  return new ProviderRejected(`Shopify refused the request (${code})`, { cause: error });
}

/** The bucket refills at `restoreRate` points a second until the query fits. */
function refillMs(extensions: unknown): number | undefined {
  const cost = throttle.safeParse(extensions).data?.cost;
  if (!cost) return undefined;
  const missing = Math.max(0, cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable);
  return Math.ceil((missing / cost.throttleStatus.restoreRate) * 1000);
}
