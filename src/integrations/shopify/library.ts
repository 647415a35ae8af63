import "@shopify/shopify-api/adapters/node";
import { ApiVersion, LogSeverity, shopifyApi } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { createFetch, type Fetch } from "../../platform/http-client.ts";
import { shopifyConfig } from "./config.ts";
import { scopes } from "./scopes.ts";

let made: ReturnType<typeof makeLibrary> | undefined;

/** Shopify's own library, set up once for this app. */
export function library() {
  made ??= makeLibrary();
  return made;
}

function makeLibrary() {
  const { SHOPIFY_API_KEY, SHOPIFY_API_SECRET, SHOPIFY_API_URL, PUBLIC_URL } = shopifyConfig();
  setAbstractFetchFunc(shopifyFetch(SHOPIFY_API_URL));
  const { host, protocol } = new URL(PUBLIC_URL);
  return shopifyApi({
    apiKey: SHOPIFY_API_KEY ?? "unset",
    apiSecretKey: SHOPIFY_API_SECRET ?? "unset",
    scopes: [...scopes],
    hostName: host,
    hostScheme: protocol === "http:" ? "http" : "https",
    apiVersion: ApiVersion.October26,
    // Only decides what the library names sessions by, which we do not keep.
    isEmbeddedApp: false,
    logger: { level: LogSeverity.Error, log: () => {} },
  });
}

/** The library calls https://SHOP/…; a configured base stands before the shop's domain instead. */
function shopifyFetch(base: string | undefined): Fetch {
  if (!base) return createFetch();
  const fetch = createFetch({ allowedOrigins: [base] });
  return (input, init) => fetch(standIn(base, new URL(input instanceof Request ? input.url : input)), init);
}

/** Where an address of a shop really is: behind the configured base, if there is one. */
export function standIn(base: string, { hostname, pathname, search }: URL): string {
  return `${base.replace(/\/$/, "")}/${hostname}${pathname}${search}`;
}
