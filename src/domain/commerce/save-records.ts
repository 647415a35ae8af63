import { hash as hashOf } from "node:crypto";
import { inWorkspaces, type RawTransaction } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import { nameUnnamed } from "../customers/index.ts";
import { appendEventsRaw } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { announceLeft } from "./left-carts.ts";
import { ordersFollow } from "./link-queries.ts";
import type { ProductRecord, RecordKind, ShopRecord } from "./records.ts";
import { type Arriving, findNew, holdShop, type Place, storable, type Written, writeRows } from "./save-queries.ts";
import { shelves } from "./shelves.ts";
import { writeVariants } from "./variants.ts";

export interface Saved {
  /** Rows that were not there before, and rows that said something else. */
  added: number;
  changed: number;
  /** The shop's ids of them. */
  writtenIds: string[];
}

/**
 * Keeps what a shop says of its records, hundreds at once. What is there already says nothing anew and is not written;
 * what is older than what is there changes nothing. Customers and orders find each other, and customers of ours by
 * their addresses, in whatever order they come. Announces each of our customers of whom something changed, once.
 * Safe to repeat.
 */
export async function saveRecords(
  ctx: Context,
  { connectionId, records }: { connectionId: string; records: readonly ShopRecord[] },
): Promise<Saved> {
  if (records.length === 0) return { added: 0, changed: 0, writtenIds: [] };
  const place = { workspaceId: ctx.workspaceId, connectionId };
  const saved = await inWorkspaces(ctx.db.app, [ctx.workspaceId], async (tx) => {
    await holdShop(tx, connectionId);
    const { written, customerIds, checkoutIds } = await writeRecords(tx, place, records);
    await announceLeft(tx, ctx, checkoutIds);
    await announceOrders(tx, ctx, customerIds);
    const added = written.filter(({ isNew }) => isNew).length;
    const writtenIds = written.map(({ externalId }) => externalId);
    return { added, changed: written.length - added, writtenIds };
  });
  ctx.db.commits.emit("commit", [ctx.workspaceId]);
  return saved;
}

/** Customers first: orders find whose they are by them. */
const inOrder: readonly RecordKind[] = ["customer", "order", "product", "checkout", "draft_order", "discount_code"];

/** The same inside a transaction that holds the shop. @returns the customers of ours of whom something changed. */
export async function writeRecords(
  tx: RawTransaction,
  place: Place,
  records: readonly ShopRecord[],
): Promise<{ written: Written[]; customerIds: Set<string>; checkoutIds: string[] }> {
  const all: Written[] = [];
  const checkoutIds: string[] = [];
  const customerIds = new Set<string>();
  for (const kind of inOrder) {
    const some = newest(records.filter((record) => record.kind === kind));
    if (some.length === 0) continue;
    const arriving = some.map((record) => arrivingOf(record));
    const isNews = await findNew(tx, place, kind, arriving);
    const news = arriving.filter(({ externalId }) => isNews.has(externalId));
    const written = await writeRows(tx, place, kind, news);
    if (kind === "customer") for (const id of await ordersFollow(tx, place, written)) customerIds.add(id);
    if (kind === "checkout") checkoutIds.push(...written.map(({ id }) => id));
    if (kind === "product") await writeVariants(tx, place, some as ProductRecord[], written);
    for (const { customerId } of written) if (customerId !== null) customerIds.add(customerId);
    all.push(...written);
  }
  return { written: all, customerIds, checkoutIds };
}

/** Says whose orders changed; who had no name but an address is called by the shop's. */
export async function announceOrders(
  tx: RawTransaction,
  { workspaceId, actor, cause }: Context,
  customerIds: Iterable<string>,
): Promise<void> {
  const ids = [...customerIds];
  const told = (name: "customer.orders_changed" | "customer.named") => (customerId: string) => ({
    ...{ workspaceId, id: newId(), actor, cause: cause ?? null },
    event: { name, data: { customerId } },
  });
  const named = await nameUnnamed(tx, workspaceId, await namesInShops(tx, workspaceId, ids));
  await appendEventsRaw(tx, [...ids.map(told("customer.orders_changed")), ...named.map(told("customer.named"))]);
}

/** What shops call these customers, each once: the shop that knew her last. */
async function namesInShops(tx: RawTransaction, workspaceId: string, customerIds: readonly string[]) {
  if (customerIds.length === 0) return [];
  return tx<{ customerId: string; name: string }[]>`
    select distinct on (customer_id) customer_id as "customerId", name from shop_customers
    where workspace_id = ${workspaceId} and customer_id = any(${[...customerIds]}::uuid[])
      and btrim(coalesce(name, '')) <> ''
    order by customer_id, id desc`;
}

/** Each record once: the last thing that was said of it. */
function newest(records: readonly ShopRecord[]): ShopRecord[] {
  const last = new Map<string, ShopRecord>();
  for (const record of records) {
    const other = last.get(record.externalId);
    if (!other || other.updatedAt <= record.updatedAt) last.set(record.externalId, record);
  }
  return [...last.values()];
}

function arrivingOf(record: ShopRecord): Arriving {
  const { externalId, updatedAt, partial = false } = record;
  const columns = storable(shelves[record.kind].row(record));
  const beside = record.kind === "product" ? storable(record.variants) : "";
  return {
    id: newId(),
    externalId,
    updatedAt,
    hash: hashOf("sha256", columns + beside, "base64url"),
    columns,
    partial,
  };
}
