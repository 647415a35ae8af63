import type { Delivery } from "../src/integrations/contract.ts";
import { normalise } from "../src/integrations/shopify/normalise.ts";
import { read } from "../src/integrations/shopify/read.ts";
import type { ProofResult } from "./result.ts";
import { type Case, casesIn } from "./webhooks/cases.ts";
import { openProvingShop, type ProvingShop } from "./webhooks/shop.ts";

/** What a case came to: in words, and whether that is an end that a person can see. */
interface Outcome {
  ends: boolean;
  text: string;
}

const tables = {
  customer: "shop_customers",
  order: "orders",
  product: "products",
  checkout: "checkouts",
  draft_order: "draft_orders",
  discount_code: "discount_codes",
} as const;

/**
 * Sends every payload, signed, through the door for webhooks and lets the workers do their part. As it is, the shop asked
 * does not know what it names: it must end in a refusal that says why. With the ids of something the shop does have in
 * its place, it must end in rows, as the shop tells them.
 */
export async function webhooks(dataDir: string): Promise<ProofResult> {
  const shop = await openProvingShop();
  try {
    const lines: string[] = [];
    let [passed, total] = [0, 0];
    const sets = Map.groupBy(casesIn(dataDir), ({ set }) => set);
    for (const [set, cases] of sets) {
      for (const [way, change] of [
        ["as they are", (one: Case) => one.body],
        ["about what the shop has", (one: Case) => knownInstead(shop, one)],
      ] as const) {
        const outcomes = await outcomesOf(shop, cases, change);
        const good = outcomes.filter(({ outcome }) => outcome.ends);
        for (const { file, outcome } of outcomes) lines.push(`${set}/${file} ${way}: ${outcome.text}`);
        lines.push(`${set} ${way}: ${good.length} of ${outcomes.length}`);
        passed += good.length;
        total += outcomes.length;
      }
    }
    return { passed, total, lines };
  } finally {
    await shop.stop();
  }
}

/** @param bodyOf null: this way says nothing of the case. */
async function outcomesOf(
  shop: ProvingShop,
  cases: readonly Case[],
  bodyOf: (one: Case) => string | null | Promise<string | null>,
): Promise<{ file: string; outcome: Outcome }[]> {
  const outcomes: { file: string; outcome: Outcome }[] = [];
  for (const one of cases) {
    const body = await bodyOf(one);
    if (body === null) continue;
    const outcome = await outcomeOf(shop, { ...one, body }).catch(
      (error: unknown): Outcome => ({ ends: false, text: `crashed: ${error}` }),
    );
    outcomes.push({ file: one.file, outcome });
  }
  return outcomes;
}

async function outcomeOf(shop: ProvingShop, { topic, body }: Case): Promise<Outcome> {
  const { status, webhookId } = await shop.send(topic, body);
  if (status !== 204) return { ends: false, text: `the door answered ${status}` };
  await shop.work();
  const delivery = await shop.delivery(webhookId);
  if (!delivery) return { ends: false, text: "dropped silently" };
  const { state, reason } = delivery;
  if (state !== "recorded") return { ends: (reason ?? "").length > 10, text: `${state}: ${reason}` };
  const missing = (await recordsIn(topic, body)).filter(({ externalId }) => !externalId.includes("/Return/"));
  for (const { table, externalId, isThere } of missing) {
    if ((await shop.has(table, externalId)) !== isThere) return { ends: false, text: `no row says it: ${externalId}` };
  }
  return { ends: true, text: "rows" };
}

/** As it is read when it is worked. */
function payloadOf({ payload, json }: Delivery): unknown {
  return json === undefined ? payload : JSON.parse(Buffer.concat(json).toString());
}

async function recordsIn(topic: string, body: string) {
  const [delivery] = [read({ headers: { "x-shopify-topic": topic }, body: Buffer.from(body) })].flat();
  const facts = typeof delivery === "object" ? await normalise(payloadOf(delivery)) : [];
  return facts.flatMap((fact) => {
    if (fact.kind !== "record-changed" && fact.kind !== "record-deleted" && fact.kind !== "record-replaced") return [];
    // The stand-in still has what is said to be deleted there, and so do we; what is another from now on is not here.
    const isThere = fact.kind !== "record-replaced";
    return [{ table: tables[fact.record], record: fact.record, externalId: fact.externalId, isThere }];
  });
}

/** The same payload about something the shop has; null when it is about nothing, or there is nothing like it. */
async function knownInstead({ sandbox }: ProvingShop, { topic, body }: Case): Promise<string | null> {
  const [shop] = sandbox.state.shops.values();
  const known = { customer: shop?.customers, order: shop?.orders, product: shop?.products, checkout: shop?.checkouts };
  const named = await recordsIn(topic, body).catch(() => []);
  let changed: string | null = null;
  for (const { record, externalId } of named.filter(({ isThere }) => isThere)) {
    const [row] = record in known ? (known[record as keyof typeof known] ?? []) : [];
    const number = externalId.slice(externalId.lastIndexOf("/") + 1);
    if (row && !externalId.includes("/Return/"))
      changed = (changed ?? body).replaceAll(new RegExp(`(?<!\\d)${number}(?!\\d)`, "g"), String(row.id));
  }
  return changed;
}
