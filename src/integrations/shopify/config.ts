import { z } from "zod";
import { readEnv } from "../../platform/env.ts";

const shape = {
  SHOPIFY_API_KEY: z.string().optional().describe("Client id of the app."),
  SHOPIFY_API_SECRET: z.string().optional().describe("Signs webhooks; without it every webhook is refused."),
  SHOPIFY_API_SECRET_OLD: z.string().optional().describe("The secret before a rotation, accepted beside the new one."),
  SHOPIFY_API_URL: z.url().optional().describe("Stands before the shop's domain instead of https://SHOP: the sandbox."),
};

let read: ReturnType<typeof readEnv<typeof shape>> | undefined;

/** Read on first use: an installation without Shopify needs none of it. */
export const shopifyConfig = () => {
  read ??= readEnv(shape);
  return read;
};
