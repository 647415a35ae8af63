import type { Settings } from "../settings.ts";
import { apiVersion } from "./schema.ts";

/** What the developer dashboard and shopify.app.toml would say of the one app there is. */
export interface ShopifyApp {
  title: string;
  handle: string;
  /** Where "Install" leads; null: there is nothing to install. */
  url: string | null;
  /** What the admin shows in its frame; default `url`. */
  embeddedUrl: string | null;
  /** Where a merchant may be sent back to; null: anywhere on `url`'s origin, or anywhere when that is not known. */
  redirectUrls: string[] | null;
  scopes: string[];
  /** Subscriptions of shopify.app.toml, compliance topics among them; they hold for every shop. Null: all topics. */
  webhooks: TomlSubscription[] | null;
  /** What X-Shopify-API-Version says; another than was asked for is a fall forward. */
  servedVersion: string;
  /** X-Shopify-API-Deprecated-Reason, when there is one. */
  deprecatedReason: string | null;
}

export interface TomlSubscription {
  topics: string[];
  uri: string;
  name?: string | undefined;
  filter?: string | undefined;
  includeFields?: string[] | undefined;
}

export type AppOptions = Partial<ShopifyApp>;

const defaultScopes = ["read_customers", "read_orders"];

export function createApp({ shopifyApp }: Settings): ShopifyApp {
  return {
    ...{ title: "Parley", handle: "parley", url: null, embeddedUrl: null, redirectUrls: null },
    ...{ scopes: defaultScopes, webhooks: null, servedVersion: apiVersion, deprecatedReason: null },
    ...structuredClone(shopifyApp),
  };
}

/** Whether a merchant may be sent back there after the consent page. */
export function isRedirectAllowed({ url, redirectUrls }: ShopifyApp, target: string): boolean {
  if (!URL.canParse(target)) return false;
  if (redirectUrls) return redirectUrls.includes(target);
  return url === null || new URL(target).origin === new URL(url).origin;
}
