import type { AppOptions } from "./shopify/app.ts";
import type { World } from "./world.ts";

export interface SandboxSecrets {
  googleClientId: string;
  googleClientSecret: string;
  shopifyApiKey: string;
  /** Also signs webhooks. */
  shopifyApiSecret: string;
  openaiApiKey: string;
}

export interface SandboxOptions {
  /** 0, the default, takes a free one. It listens on 127.0.0.1 only. */
  port?: number;
  /** How a browser reaches it; default its own loopback address. */
  publicUrl?: string;
  /** Where notices of new mail go, the way Pub/Sub pushes them; without it none are sent. */
  pushUrl?: string;
  /** `aud` of a push's token; default `pushUrl`. */
  pushAudience?: string;
  /** `email` of a push's token. */
  pushServiceAccount?: string;
  /** Where Shopify's webhooks go; without it none are sent. */
  shopifyWebhookUrl?: string;
  /** Where browsers find the product: the shop's pages ask its chat there. Default: nowhere. */
  productUrl?: string;
  /** What is not said here is made up (see sandbox/shopify/app.ts). */
  shopifyApp?: AppOptions;
  secrets?: Partial<SandboxSecrets>;
  /** Default: the demo shop. */
  world?: World;
  /** Wait before the second attempt of a push or webhook, in milliseconds; doubles with each. Default 250. */
  retryDelayMs?: number;
  /** How long each step of a text takes (sent, then twice as long delivered), in milliseconds. Default 250. */
  textStepMs?: number;
}

export type Settings = Required<Omit<SandboxOptions, "pushUrl" | "shopifyWebhookUrl" | "secrets" | "port">> & {
  pushUrl: string | null;
  shopifyWebhookUrl: string | null;
  secrets: SandboxSecrets;
  /** Its own loopback address: what it tells servers to fetch. */
  url: string;
};

/** What the sandbox takes for right unless told otherwise. None of it opens anything outside this machine. */
export const defaultSecrets: SandboxSecrets = {
  googleClientId: "parley-sandbox",
  googleClientSecret: "sandbox-google-secret",
  shopifyApiKey: "parley-sandbox",
  shopifyApiSecret: "sandbox-shopify-secret",
  openaiApiKey: "sandbox",
};

export const defaultServiceAccount = "push@sandbox.example";
