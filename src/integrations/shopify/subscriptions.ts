import { z } from "zod";
import { ProviderRejected, ProviderUnavailable } from "../../platform/errors.ts";
import { queryShop, type ShopAccess } from "./client.ts";
import { shopifyConfig } from "./config.ts";
import {
  createSubscriptionDocument,
  deleteSubscriptionDocument,
  subscriptionsDocument,
  updateSubscriptionDocument,
} from "./documents-subscriptions.ts";
import { topics } from "./topics.ts";

const subscription = z.object({ id: z.string(), topic: z.string(), uri: z.string() });
type Subscription = z.infer<typeof subscription>;
const page = z.object({
  webhookSubscriptions: z.object({
    nodes: z.array(subscription),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  }),
});
const changed = z.record(z.string(), z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullable());

/**
 * Holds what a shop tells us by itself to what we want to hear, and mends it. Shopify deletes a shop's own subscription
 * after eight failures in a row, and knows nothing of our moving to another address.
 *
 * Where the app's own subscriptions are in force (`shopify.app.toml`), a shop needs none of its own; those left over
 * would tell everything twice. Shopify shows the shop's own ones only: the app's cannot be looked at from here.
 */
export async function mendSubscriptions(connection: ShopAccess): Promise<void> {
  const { SHOPIFY_SUBSCRIPTIONS, PUBLIC_URL } = shopifyConfig();
  const uri = `${PUBLIC_URL.replace(/\/$/, "")}/webhooks/shopify`;
  const wanted = new Set(SHOPIFY_SUBSCRIPTIONS === "shop" ? topics.map(asEnum) : []);
  const kept = new Map<string, Subscription>();
  for (const one of await listAll(connection)) {
    const isWanted = wanted.has(one.topic) && !kept.has(one.topic);
    if (isWanted) kept.set(one.topic, one);
    if (isWanted && one.uri !== uri) await change(connection, updateSubscriptionDocument, { id: one.id, uri });
    if (!isWanted && (one.uri === uri || wanted.has(one.topic))) {
      await change(connection, deleteSubscriptionDocument, { id: one.id });
    }
  }
  for (const topic of wanted) {
    if (!kept.has(topic)) await change(connection, createSubscriptionDocument, { topic, uri });
  }
}

async function listAll(connection: ShopAccess): Promise<Subscription[]> {
  const all: Subscription[] = [];
  for (let after: string | null = null; ; ) {
    const read = page.safeParse(await queryShop(connection, subscriptionsDocument, { after }, { lane: "sync" }));
    if (!read.success) throw new ProviderUnavailable("Shopify gave an answer we cannot read", { cause: read.error });
    const { nodes, pageInfo } = read.data.webhookSubscriptions;
    all.push(...nodes);
    after = pageInfo.endCursor ?? null;
    if (!pageInfo.hasNextPage || after === null) return all;
  }
}

async function change(connection: ShopAccess, document: string, variables: Record<string, unknown>): Promise<void> {
  const read = changed.safeParse(await queryShop(connection, document, variables, { lane: "sync" }));
  const problems = Object.values(read.data ?? {}).flatMap((answer) => answer?.userErrors ?? []);
  if (problems[0]) throw new ProviderRejected(`Shopify does not take a subscription: ${problems[0].message}`);
}

/** "orders/create" → ORDERS_CREATE */
function asEnum(topic: string): string {
  return topic.replace(/[/.]/g, "_").toUpperCase();
}
