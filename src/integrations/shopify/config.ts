import { z } from "zod";
import { readEnv } from "../../platform/env.ts";

const shape = {
  SHOPIFY_API_KEY: z.string().optional().describe("Client id of the app."),
  SHOPIFY_API_SECRET: z.string().optional().describe("Signs webhooks; without it every webhook is refused."),
  SHOPIFY_API_SECRET_OLD: z.string().optional().describe("The secret before a rotation, accepted beside the new one."),
  PUBLIC_URL: z.url().default("http://localhost:3000").describe("Where people and Shopify find the product."),
  SHOPIFY_EMBEDDED: z.stringbool().default(false).describe("The app is shown inside the shop's admin."),
  SHOPIFY_APP_HANDLE: z.string().optional().describe("The app's name in addresses at Shopify: where plans are chosen."),
  SHOPIFY_SUBSCRIPTIONS: z
    .enum(["app", "shop"])
    .default("app")
    .describe("Who subscribes to webhooks: the app, by shopify.app.toml, or every shop by itself."),
  SHOPIFY_APP_BRIDGE_URL: z
    .url()
    .default("https://cdn.shopify.com/shopifycloud/app-bridge.js")
    .describe("The script of the page inside the shop's admin; Shopify wants it from its own address."),
  SHOPIFY_API_URL: z.url().optional().describe("Stands before the shop's domain instead of https://SHOP: the sandbox."),
};

let read: ReturnType<typeof readEnv<typeof shape>> | undefined;

/** Read on first use: an installation without Shopify needs none of it. */
export const shopifyConfig = () => {
  read ??= readEnv(shape);
  return read;
};
