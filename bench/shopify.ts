import { parseArgs } from "node:util";
import { openBenchDatabase } from "./cluster.ts";
import { benchBackfill } from "./shopify-backfill.ts";
import { benchWebhooks } from "./shopify-webhooks.ts";

/**
 * What we claim of Shopify's data: how fast a shop is copied, and how fast its webhooks are accepted.
 * `--only webhooks|backfill` measures one of them.
 */
const { only } = parseArgs({ options: { only: { type: "string" } } }).values;
const parts = { webhooks: benchWebhooks, backfill: benchBackfill };
const asked = Object.entries(parts).filter(([name]) => only === undefined || only === name);
if (asked.length === 0) throw new Error(`There is no part "${only}"; there are ${Object.keys(parts).join(", ")}`);
const bench = await openBenchDatabase();
try {
  for (const [, measure] of asked) await measure(bench);
} finally {
  await bench.close();
}
