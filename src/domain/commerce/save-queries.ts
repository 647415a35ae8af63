import type { RawTransaction } from "../../platform/db.ts";
import type { RecordKind } from "./records.ts";
import { type Shelf, shelves } from "./shelves.ts";

/** A record on its way into its table. */
export interface Arriving {
  id: string;
  externalId: string;
  updatedAt: Date;
  hash: string;
  /** It lacks lists that one of the same time may have. */
  partial?: boolean;
  /** A JSON object of its columns, see `storable`. */
  columns: string;
}

export interface Written {
  id: string;
  externalId: string;
  /** Whose of ours it is now. */
  customerId: string | null;
  isNew: boolean;
}

/**
 * Takes what is written of a shop in one order: whoever else writes there waits, so that no two batches wait for each
 * other and none overtakes another.
 */
export async function holdShop(tx: RawTransaction, connectionId: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`commerce ${connectionId}`}, 0))`;
}

/** Which of these say something new: unknown ones, and those that are not older than what is there and differ from it. */
export async function findNew(
  tx: RawTransaction,
  { workspaceId, connectionId }: Place,
  kind: RecordKind,
  told: readonly Pick<Arriving, "externalId" | "updatedAt" | "hash" | "partial">[],
): Promise<Set<string>> {
  const asked = JSON.stringify(
    told.map(({ externalId, updatedAt, hash, partial }) => {
      // What lacks something comes before what is whole.
      return { externalId, updatedAt: partial ? new Date(updatedAt.getTime() - 1) : updatedAt, hash };
    }),
  );
  const rows = await tx.unsafe<{ externalId: string }[]>(
    statementsOf(kind).findNew,
    [workspaceId, connectionId, asked],
    {
      prepare: true,
    },
  );
  return new Set(rows.map(({ externalId }) => externalId));
}

/** Writes them, each only if it still says something new. @returns those written. */
export async function writeRows(
  tx: RawTransaction,
  { workspaceId, connectionId }: Place,
  kind: RecordKind,
  arriving: readonly Arriving[],
): Promise<Written[]> {
  if (arriving.length === 0) return [];
  const rows = arriving.map(({ id, externalId, updatedAt, hash, columns }) => {
    const own = JSON.stringify({ id, external_id: externalId, shop_updated_at: updatedAt, content_hash: hash });
    return `${own.slice(0, -1)},${columns.slice(1)}`;
  });
  const parameters = [workspaceId, connectionId, `[${rows.join(",")}]`];
  const written = await tx.unsafe<Omit<Written, "isNew">[]>(statementsOf(kind).write, parameters, { prepare: true });
  const fresh = new Set(arriving.map(({ id }) => id));
  return written.map((one) => ({ ...one, isNew: fresh.has(one.id) }));
}

export interface Place {
  workspaceId: string;
  connectionId: string;
}

/** As JSON. PostgreSQL takes no NUL characters and no halves of characters. */
export function storable(row: unknown): string {
  const text = JSON.stringify(row);
  if (!/\\u(?:0000|d[89a-f])/i.test(text)) return text;
  return JSON.stringify(row, (_key, value: unknown) =>
    typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : value,
  );
}

const made = new Map<RecordKind, { findNew: string; write: string }>();

function statementsOf(kind: RecordKind) {
  const known = made.get(kind);
  if (known) return known;
  const one = { findNew: findNewStatement(shelves[kind]), write: writeStatement(shelves[kind]) };
  made.set(kind, one);
  return one;
}

function findNewStatement({ table }: Shelf): string {
  return `select w."externalId" from json_to_recordset($3::text::json) as w("externalId" text, "updatedAt" timestamptz, hash text)
    left join lateral (select content_hash, shop_updated_at from ${table} k
      where k.workspace_id = $1::uuid and k.connection_id = $2::uuid and k.external_id = w."externalId" limit 1) k on true
    where k.content_hash is null or (k.shop_updated_at <= w."updatedAt" and k.content_hash <> w.hash)`;
}

/** Whose a row is stays known when the shop no longer says so; a customer stays who she was found to be. */
function writeStatement({ table, insert, columns, customer }: Shelf): string {
  const fixed = { id: "uuid", external_id: "text", shop_updated_at: "timestamptz", content_hash: "text" };
  const typed = Object.entries({ ...fixed, ...columns }).map(([name, type]) => `${name} ${type}`);
  const names = Object.keys(columns);
  const changing = ["shop_updated_at", "content_hash", ...names];
  const owner = customer ? ", customer_id" : "";
  const kept =
    table === "shop_customers" ? "k.customer_id, excluded.customer_id" : "excluded.customer_id, k.customer_id";
  return `${insert} (workspace_id, connection_id, ${[...Object.keys(fixed), ...names].join(", ")}${owner})
    select $1::uuid, $2::uuid, ${[...Object.keys(fixed), ...names].map((name) => `t.${name}`).join(", ")}${customer ? `, ${customer}` : ""}
    from json_to_recordset($3::text::json) as t(${typed.join(", ")}) order by t.external_id
    on conflict (workspace_id, connection_id, external_id) do update set
      ${changing.map((name) => `${name} = excluded.${name}`).join(", ")}
      ${customer ? `, customer_id = coalesce(${kept})` : ""}
    where k.shop_updated_at <= excluded.shop_updated_at and k.content_hash <> excluded.content_hash
    returning k.id, k.external_id as "externalId", ${customer ? "k.customer_id" : "null::uuid"} as "customerId"`;
}
