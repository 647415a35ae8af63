import { openBenchDatabase } from "./cluster.ts";
import { benchBackfill } from "./shopify-backfill.ts";
import { benchWebhooks } from "./shopify-webhooks.ts";

/** What we claim of Shopify's data: how fast a shop is copied, and how fast its webhooks are accepted. */
const bench = await openBenchDatabase();
try {
  await benchWebhooks(bench);
  await benchBackfill(bench);
} finally {
  await bench.close();
}
