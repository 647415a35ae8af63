import { now } from "../../platform/clock.ts";
import { inWorkspaces, type RawTransaction } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import { survivorOf } from "../customers/index.ts";
import { appendEventsRaw } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { ordersFollow } from "./link-queries.ts";
import type { CustomerRecord, OrderRecord } from "./records.ts";
import { holdShop } from "./save-queries.ts";
import { announceOrders, writeRecords } from "./save-records.ts";

export interface LookupAnswer {
  customerId: string;
  connectionId: string;
  /** Null: the shop knows nobody like that, or could not be asked for lack of an address; `reason` says which. */
  record: { customer: CustomerRecord; orders: OrderRecord[] } | null;
  reason?: string | null;
}

/**
 * Keeps what a shop said when it was asked about a customer: whom it named is she from now on, with all orders of hers.
 * Orders it did not mention stay: it names the newest only. Announces only what changed, so that asking again is silent.
 */
export async function saveLookup(ctx: Context, asked: LookupAnswer): Promise<void> {
  const customerId = await survivorOf(ctx, asked.customerId);
  const { connectionId, record, reason = null } = asked;
  const place = { workspaceId: ctx.workspaceId, connectionId };
  await inWorkspaces(ctx.db.app, [ctx.workspaceId], async (tx) => {
    await holdCustomer(tx, ctx.workspaceId, customerId);
    await holdShop(tx, connectionId);
    const changed = new Set<string>();
    if (record) {
      const { customerIds } = await writeRecords(tx, place, [record.customer, ...record.orders]);
      const taken = await takeShopCustomer(tx, { ...place, customerId, externalId: record.customer.externalId });
      for (const id of [...customerIds, ...taken]) changed.add(id);
    }
    const externalId = record?.customer.externalId ?? null;
    const isNews = await noteLookup(tx, {
      ...{ ...place, customerId, externalId, reason },
      state: record ? "fresh" : "none",
    });
    await announceOrders(tx, ctx, changed);
    if (isNews) await announceLookup(tx, ctx, customerId);
  });
  ctx.db.commits.emit("commit", [ctx.workspaceId]);
}

/** Whoever erases her waits, or this does: neither waits for the other half-way. */
async function holdCustomer(tx: RawTransaction, workspaceId: string, customerId: string): Promise<void> {
  await tx`select 1 from customers where workspace_id = ${workspaceId} and id = ${customerId} for key share`;
}

/** @returns the customers of ours whose orders changed by it. */
async function takeShopCustomer(
  tx: RawTransaction,
  of: { workspaceId: string; connectionId: string; customerId: string; externalId: string },
): Promise<string[]> {
  const { workspaceId, connectionId, customerId, externalId } = of;
  const taken = await tx<{ before: string | null }[]>`
    update shop_customers s set customer_id = ${customerId}
    from (
      select id, customer_id as before from shop_customers where workspace_id = ${workspaceId}
        and connection_id = ${connectionId} and external_id = ${externalId}
        and customer_id is distinct from ${customerId} for update) was
    where s.workspace_id = ${workspaceId} and s.id = was.id returning was.before`;
  const follow = await ordersFollow(tx, of, [{ externalId, customerId }]);
  return [...taken.flatMap(({ before }) => (before === null ? customerId : [customerId, before])), ...follow];
}

interface NewLookup {
  workspaceId: string;
  connectionId: string;
  customerId: string;
  externalId: string | null;
  state: "fresh" | "unavailable" | "none";
  reason: string | null;
}

/** @returns whether it says something else than the last one. */
export async function noteLookup(tx: RawTransaction, lookup: NewLookup): Promise<boolean> {
  const { workspaceId, connectionId, customerId, externalId, state, reason } = lookup;
  const [before] = await tx<{ state: string; reason: string | null }[]>`
    select state, reason from shop_lookups where workspace_id = ${workspaceId} and customer_id = ${customerId}
      and connection_id = ${connectionId} for update`;
  await tx`
    insert into shop_lookups as l (workspace_id, id, customer_id, connection_id, external_id, state, reason, asked_at)
    values (${workspaceId}, ${newId()}, ${customerId}, ${connectionId}, ${externalId}, ${state}, ${reason}, ${now()})
    on conflict (workspace_id, customer_id, connection_id) do update set state = excluded.state,
      reason = excluded.reason, asked_at = excluded.asked_at,
      external_id = case when excluded.state = 'unavailable' then l.external_id else excluded.external_id end`;
  return before?.state !== state || before.reason !== reason;
}

export async function announceLookup(
  tx: RawTransaction,
  { workspaceId, actor, cause }: Context,
  customerId: string,
): Promise<void> {
  const event = { name: "customer.looked_up", data: { customerId } } as const;
  await appendEventsRaw(tx, [{ workspaceId, id: newId(), actor, cause: cause ?? null, event }]);
}
