import { now } from "../../../platform/clock.ts";
import type { ExportBatch, Records } from "../../contract-records.ts";
import type { RecordKind, ShopRecord } from "../../contract-shop.ts";
import { orderRecord } from "../records/order.ts";
import {
  checkoutRecord,
  customerRecord,
  discountCodeRecord,
  draftOrderRecord,
  productRecord,
} from "../records/others.ts";
import type { Node } from "./assemble.ts";
import { madeAt, shapeOf } from "./questions.ts";
import { type AssembledBatch, readFile } from "./read-file.ts";

const readers: Record<RecordKind, (node: Node, shop: string) => ShopRecord | null> = {
  customer: customerRecord,
  order: (node, shop) => orderRecord(node, shop),
  product: (node, shop) => productRecord(node, shop),
  checkout: checkoutRecord,
  draft_order: draftOrderRecord,
  discount_code: discountCodeRecord,
};

/** Positions are bytes of the file. */
export const readExport: NonNullable<Records["readExport"]> = async function* (connection, kind, source) {
  const start = Number(source.resumeAfter ?? 0);
  for await (const batch of readFile(source.url, shapeOf(kind), start)) yield batchOf(batch, kind, connection.account);
};

function batchOf({ nodes, incomplete, unreadable, end }: AssembledBatch, kind: RecordKind, shop: string): ExportBatch {
  const records: ShopRecord[] = [];
  const asked = new Set(incomplete);
  for (const node of nodes) {
    const record = recordOf(node, kind, shop);
    if (!record) continue;
    if (asked.has(record.externalId) || lacksLists(record)) record.partial = true;
    if (record.partial && isWorthAsking(record)) asked.add(record.externalId);
    records.push(record);
  }
  const last = nodes.at(-1);
  return {
    records,
    position: String(end),
    bytes: end,
    skipped: unreadable + nodes.length - records.length,
    incomplete: [...asked],
    reachedAt: last ? madeAt(kind, last) : null,
  };
}

/** Null for one that cannot be read: an amount that is none. */
function recordOf(node: Node, kind: RecordKind, shop: string): ShopRecord | null {
  try {
    return readers[kind](node, shop);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** A file cannot say which lines a parcel and a refund were about, nor which discounts an order had. */
function lacksLists(record: ShopRecord): boolean {
  if (record.kind !== "order") return false;
  const { fulfillments, details } = record;
  return fulfillments.length > 0 || details.refunds.length > 0 || details.amounts.discounts.minor > 0;
}

/** Of old orders without refunds nobody asks which line was in which parcel; who does asks the shop then. */
const recentMs = 60 * 24 * 3_600_000;

function isWorthAsking(record: ShopRecord): boolean {
  if (record.kind !== "order") return true;
  return record.details.refunds.length > 0 || now().getTime() - record.updatedAt.getTime() < recentMs;
}
