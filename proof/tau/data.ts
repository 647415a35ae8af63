import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

const options = z.record(z.string(), z.string());
const address = z.object({
  ...{ address1: z.string(), address2: z.string(), city: z.string() },
  ...{ country: z.string(), state: z.string(), zip: z.string() },
});
const product = z.object({
  name: z.string(),
  product_id: z.string(),
  variants: z.record(z.string(), z.object({ item_id: z.string(), options, available: z.boolean(), price: z.number() })),
});
const user = z.object({
  name: z.object({ first_name: z.string(), last_name: z.string() }),
  address,
  email: z.string(),
  payment_methods: z.record(
    z.string(),
    z.looseObject({ source: z.enum(["credit_card", "paypal", "gift_card"]), balance: z.number().optional() }),
  ),
});
const order = z.object({
  order_id: z.string(),
  user_id: z.string(),
  address,
  items: z.array(
    z.object({ name: z.string(), product_id: z.string(), item_id: z.string(), price: z.number(), options }),
  ),
  status: z.string(),
  fulfillments: z.array(z.object({ tracking_id: z.array(z.string()), item_ids: z.array(z.string()) })),
  payment_history: z.array(
    z.object({ transaction_type: z.enum(["payment", "refund"]), amount: z.number(), payment_method_id: z.string() }),
  ),
  cancel_reason: z.string().optional(),
  return_items: z.array(z.string()).optional(),
  return_payment_method_id: z.string().optional(),
  exchange_items: z.array(z.string()).optional(),
  exchange_new_items: z.array(z.string()).optional(),
  exchange_payment_method_id: z.string().optional(),
  exchange_price_difference: z.number().optional(),
});
const database = z.object({
  products: z.record(z.string(), product),
  users: z.record(z.string(), user),
  orders: z.record(z.string(), order),
});

/** The retail shop of τ-bench, in its own form. */
export type TauDatabase = z.infer<typeof database>;
export type TauUser = z.infer<typeof user>;
export type TauOrder = z.infer<typeof order>;
export type TauAddress = z.infer<typeof address>;

const change = z.object({ before: z.unknown(), after: z.unknown() });
const changes = z.record(z.string(), z.record(z.string(), change));
/** τ²-bench has it in parts. */
function inWords({ domain: _, ...parts }: Record<string, unknown>): string {
  return Object.values(parts)
    .filter((part) => typeof part === "string")
    .join("\n");
}

const task = z.object({
  id: z.string(),
  split: z.string().default("all"),
  /** Whoever asks, and what she wants, in words for who plays her. */
  user_id: z.string().nullish(),
  instruction: z.union([z.string(), z.record(z.string(), z.unknown()).transform(inWords)]).default(""),
  actions: z.array(
    z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()), write: z.boolean().default(true) }),
  ),
  expected_diff: z.object({ orders: changes.optional(), users: changes.optional(), products: changes.optional() }),
});
export type TauTask = z.infer<typeof task>;
export type TauAction = TauTask["actions"][number];
/** Table → row → field → what it was and what it became. */
export type TauDiff = TauTask["expected_diff"];

const folder = "taubench";

export function hasTauData(dataDir: string): boolean {
  return existsSync(join(dataDir, folder, "db.json.gz"));
}

export function readTauDatabase(dataDir: string): TauDatabase {
  return database.parse(JSON.parse(textOf(dataDir, "db.json.gz")));
}

export function readTauTasks(dataDir: string): TauTask[] {
  return textOf(dataDir, "tasks.jsonl.gz")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => task.parse(JSON.parse(line)));
}

function textOf(dataDir: string, name: string): string {
  return gunzipSync(readFileSync(join(dataDir, folder, name))).toString("utf8");
}
