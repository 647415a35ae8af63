import { z } from "zod";
import { ConnectionBroken } from "../../platform/errors.ts";
import type { Connect } from "../contract.ts";
import { queryShop } from "./client.ts";
import { shopDocument } from "./documents.ts";

const answer = z.object({ shop: z.object({ name: z.string(), myshopifyDomain: z.string() }) });

/** Credentials: `shop` (NAME.myshopify.com) and `accessToken`. */
export const connect: Connect = {
  async verify(credentials) {
    const account = (credentials.shop ?? "").trim().toLowerCase();
    const found = answer.safeParse(await queryShop({ account, credentials }, shopDocument));
    if (!found.success) throw new ConnectionBroken("Shopify did not say which shop this is", { cause: found.error });
    const { name, myshopifyDomain } = found.data.shop;
    return { account: myshopifyDomain.toLowerCase(), displayName: name };
  },
};
