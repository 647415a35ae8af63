import { inWorkspaces, type RawTransaction } from "../../platform/db.ts";
import type { Context } from "../workspaces/index.ts";
import type { RecordKind } from "./records.ts";
import { holdShop, type Place } from "./save-queries.ts";
import { announceOrders } from "./save-records.ts";

/** A record the shop has no more, and the one it is from now on. */
export interface GoneRecord {
  externalId: string;
  replacedBy: string | null;
}

/**
 * Deletes what a shop has no more. The orders of a customer who was merged into another are the other's; those of one
 * who was deleted stay. Announces customers of ours whose orders changed. Safe to repeat.
 *
 * @returns the shop's ids of those that were here.
 */
export async function deleteRecords(
  ctx: Context,
  { connectionId, kind, gone }: { connectionId: string; kind: RecordKind; gone: readonly GoneRecord[] },
): Promise<string[]> {
  if (gone.length === 0) return [];
  const place = { workspaceId: ctx.workspaceId, connectionId };
  const deletedIds = await inWorkspaces(ctx.db.app, [ctx.workspaceId], async (tx) => {
    await holdShop(tx, connectionId);
    const moved = kind === "customer" ? await replaceCustomers(tx, place, gone) : [];
    const deleted = await deleters[kind](tx, place, tx.array(gone.map(({ externalId }) => externalId)));
    const customerIds = deleted.flatMap(({ customerId }) => customerId ?? []);
    await announceOrders(tx, ctx, new Set([...moved, ...customerIds]));
    return deleted.map(({ externalId }) => externalId);
  });
  ctx.db.commits.emit("commit", [ctx.workspaceId]);
  return deletedIds;
}

interface Deleted {
  externalId: string;
  customerId?: string | null;
}
type Ids = ReturnType<RawTransaction["array"]>;
type Deleter = (tx: RawTransaction, place: Place, ids: Ids) => Promise<readonly Deleted[]>;

const deleters: Record<RecordKind, Deleter> = {
  customer: (tx, { workspaceId, connectionId }, ids) => tx<Deleted[]>`
    delete from shop_customers where workspace_id = ${workspaceId} and connection_id = ${connectionId}
      and external_id = any(${ids}::text[]) returning external_id as "externalId", customer_id as "customerId"`,
  order: (tx, { workspaceId, connectionId }, ids) => tx<Deleted[]>`
    delete from orders where workspace_id = ${workspaceId} and connection_id = ${connectionId}
      and external_id = any(${ids}::text[]) returning external_id as "externalId", customer_id as "customerId"`,
  product: (tx, { workspaceId, connectionId }, ids) => tx<Deleted[]>`
    delete from products where workspace_id = ${workspaceId} and connection_id = ${connectionId}
      and external_id = any(${ids}::text[]) returning external_id as "externalId"`,
  checkout: (tx, { workspaceId, connectionId }, ids) => tx<Deleted[]>`
    delete from checkouts where workspace_id = ${workspaceId} and connection_id = ${connectionId}
      and external_id = any(${ids}::text[]) returning external_id as "externalId"`,
  draft_order: (tx, { workspaceId, connectionId }, ids) => tx<Deleted[]>`
    delete from draft_orders where workspace_id = ${workspaceId} and connection_id = ${connectionId}
      and external_id = any(${ids}::text[]) returning external_id as "externalId"`,
  discount_code: (tx, { workspaceId, connectionId }, ids) => tx<Deleted[]>`
    delete from discount_codes where workspace_id = ${workspaceId} and connection_id = ${connectionId}
      and external_id = any(${ids}::text[]) returning external_id as "externalId"`,
};

/** Whoever was one of ours is so under the name that is left; orders go along. @returns the customers of ours. */
async function replaceCustomers(
  tx: RawTransaction,
  { workspaceId, connectionId }: Place,
  gone: readonly GoneRecord[],
): Promise<string[]> {
  const pairs = gone.filter(({ replacedBy }) => replacedBy !== null);
  if (pairs.length === 0) return [];
  const said = JSON.stringify(pairs);
  await tx`
    update shop_customers kept set customer_id = former.customer_id
    from json_to_recordset(${said}::text::json) as p("externalId" text, "replacedBy" text)
    join shop_customers former on former.workspace_id = ${workspaceId} and former.connection_id = ${connectionId}
      and former.external_id = p."externalId" and former.customer_id is not null
    where kept.workspace_id = ${workspaceId} and kept.connection_id = ${connectionId}
      and kept.external_id = p."replacedBy" and kept.customer_id is null`;
  const rows = await tx<{ customerId: string | null }[]>`
    update orders o set customer_external_id = found."replacedBy",
      customer_id = coalesce(found."customerId", o.customer_id)
    from (
      select o.id, p."replacedBy", k.customer_id as "customerId"
      from json_to_recordset(${said}::text::json) as p("externalId" text, "replacedBy" text)
      join orders o on o.workspace_id = ${workspaceId} and o.connection_id = ${connectionId}
        and o.customer_external_id = p."externalId"
      left join shop_customers k on k.workspace_id = ${workspaceId} and k.connection_id = ${connectionId}
        and k.external_id = p."replacedBy") found
    where o.workspace_id = ${workspaceId} and o.id = found.id
    returning o.customer_id as "customerId"`;
  return rows.flatMap(({ customerId }) => customerId ?? []);
}
