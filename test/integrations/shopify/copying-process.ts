import { queryShop } from "../../../src/integrations/shopify/client.ts";
import { customerByEmailDocument } from "../../../src/integrations/shopify/documents-customers.ts";

/** Another process of ours that copies a shop as fast as it may: says "copied" for each answer. */
const [account = "", accessToken = "", email = "", times = "0"] = process.argv.slice(2);
const copy = () =>
  queryShop(
    { account, credentials: { accessToken } },
    customerByEmailDocument,
    { email, orders: 9, lines: 10, parts: 2, partLines: 4 },
    { lane: "sync" },
  );
await Promise.all(
  Array.from({ length: Number(times) }, () =>
    copy().then(
      () => process.send?.("copied"),
      (error: unknown) => process.send?.(String(error)),
    ),
  ),
);
process.disconnect();
