import { z } from "zod";
import { ConnectionBroken } from "../../platform/errors.ts";
import type { Connect } from "../contract.ts";
import { queryShop } from "./client.ts";
import { shopDocument } from "./documents.ts";
import { renewIdle } from "./renew-access.ts";
import { mendSubscriptions } from "./subscriptions.ts";

const answer = z.object({
  shop: z.object({ id: z.string().nullish(), name: z.string(), myshopifyDomain: z.string() }),
});
const weekMs = 7 * 24 * 3_600_000;

/** Credentials: `shop` (NAME.myshopify.com) and `accessToken`; after an install also what renews it. */
export const connect: Connect = {
  async verify(credentials) {
    const account = (credentials.shop ?? "").trim().toLowerCase();
    const found = answer.safeParse(await queryShop({ account, credentials }, shopDocument));
    if (!found.success) throw new ConnectionBroken("Shopify did not say which shop this is", { cause: found.error });
    const { id, name, myshopifyDomain } = found.data.shop;
    // A shop may change its domain, once; its id stays.
    return { account: myshopifyDomain.toLowerCase(), displayName: name, ...(id && { externalId: id }) };
  },
  async renew(connection) {
    await renewIdle(connection, { afterMs: weekMs });
    await mendSubscriptions(connection);
  },
};
