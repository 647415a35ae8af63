import { and, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { getCustomer } from "../customers/index.ts";
import { customers } from "../customers/tables.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type CustomerMerge, customerMerges, type Signal } from "./tables.ts";

export function isInWorkspace(ctx: Context) {
  return eq(customerMerges.workspaceId, ctx.workspaceId);
}

/** @throws AppError("conflict") for somebody who was merged away. */
export function refuseMergedAway(mergedIntoId: string | null): void {
  if (mergedIntoId === null) return;
  const message = "This customer was merged into another: go on there, or undo that merge first";
  throw new AppError("conflict", message, { details: { reason: "merged", mergedIntoId } });
}

/** @throws AppError("conflict") for somebody who is being erased. Whoever erases her holds her row before. */
export async function refuseErased(tx: TxContext, customerIds: readonly string[]): Promise<void> {
  const [row] = await tx.q.execute<{ id: string }>(sql`
    select customer_id as id from erasures where workspace_id = ${tx.workspaceId}
      and customer_id in (select value::uuid from json_array_elements_text(${JSON.stringify(customerIds)}::text::json))`);
  if (!row) return;
  throw new AppError("conflict", "This customer is being erased", {
    details: { reason: "erased", customerId: row.id },
  });
}

/** @throws NotFound also when it is another workspace's. */
export async function getCustomerMerge(ctx: Context, customerMergeId: string): Promise<CustomerMerge> {
  const row = await findCustomerMerge(ctx, customerMergeId);
  if (!row) throw new NotFound("Customer merge", customerMergeId);
  return row;
}

/** Undefined when it is gone with somebody who was erased. */
export async function findCustomerMerge(ctx: Context, customerMergeId: string): Promise<CustomerMerge | undefined> {
  allow(ctx, "customers:read");
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(customerMerges)
      .where(and(isInWorkspace(ctx), eq(customerMerges.id, customerMergeId))),
  );
  return row;
}

/** The merge that took a customer into another and holds. */
export async function holdingMergeOf(ctx: Context, customerId: string): Promise<CustomerMerge | undefined> {
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(customerMerges)
      .where(and(isInWorkspace(ctx), eq(customerMerges.fromCustomerId, customerId), isNull(customerMerges.undoneAt))),
  );
  return row;
}

const mostMerges = 100;

/** What people have decided about a customer, newest first, those undone too; at most 100. @throws NotFound */
export async function listCustomerMerges(ctx: Context, customerId: string): Promise<CustomerMerge[]> {
  await getCustomer(ctx, customerId);
  return read(ctx, (q) =>
    q
      .select()
      .from(customerMerges)
      .where(
        and(
          isInWorkspace(ctx),
          or(eq(customerMerges.fromCustomerId, customerId), eq(customerMerges.toCustomerId, customerId)),
        ),
      )
      .orderBy(desc(customerMerges.id))
      .limit(mostMerges),
  );
}

/** Customers by id, also those merged away. */
export async function namesOfCustomers(ctx: Context, customerIds: Iterable<string>): Promise<Map<string, string>> {
  const ids = [...new Set(customerIds)];
  if (ids.length === 0) return new Map();
  const rows = await read(ctx, (q) =>
    q
      .select({ id: customers.id, name: customers.name })
      .from(customers)
      .where(and(eq(customers.workspaceId, ctx.workspaceId), inArray(customers.id, ids))),
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export const mostProposals = 10;

/**
 * Who else may be this customer, with what speaks for it: nobody who was merged away, or of whom somebody has said that
 * she is another, by a distinction or by taking a merge back.
 */
export async function signalsOf(ctx: Context, customerId: string): Promise<Map<string, Signal[]>> {
  const { workspaceId } = ctx;
  const rows = await read(ctx, (q) =>
    q.execute<{ id: string; signal: Signal }>(sql`
      select distinct found.id, found.signal from (
        ${sameInShop(workspaceId, customerId)}
        union all ${saidByShop(workspaceId, customerId)}
        union all ${writesAsShopSays(workspaceId, customerId)}) found
      join customers c on c.workspace_id = ${workspaceId} and c.id = found.id and c.merged_into_id is null
      where found.id <> ${customerId} and not exists (
        select 1 from customer_distinctions d where d.workspace_id = ${workspaceId}
          and d.customer_id = least(found.id, ${customerId}::uuid)
          and d.other_customer_id = greatest(found.id, ${customerId}::uuid))
      and not exists (
        select 1 from customer_merges m where m.workspace_id = ${workspaceId} and m.undone_at is not null
          and m.from_customer_id in (found.id, ${customerId}) and m.to_customer_id in (found.id, ${customerId}))
      order by found.id, found.signal limit ${mostProposals * 3}`),
  );
  const signals = new Map<string, Signal[]>();
  for (const { id, signal } of rows) signals.set(id, [...(signals.get(id) ?? []), signal]);
  return signals;
}

const sameInShop = (workspaceId: string, customerId: string) => sql`
  select o.customer_id as id, 'same_shop_customer' as signal from shop_lookups s
  cross join lateral (
    select customer_id from shop_lookups o where o.workspace_id = ${workspaceId}
      and o.connection_id = s.connection_id and o.external_id = s.external_id limit 20) o
  where s.workspace_id = ${workspaceId} and s.customer_id = ${customerId} and s.external_id is not null`;

/** The shop says of her what another writes from. */
const saidByShop = (workspaceId: string, customerId: string) => sql`
  select i.customer_id, 'shop_' || i.kind from shop_customers s
  cross join lateral (values ('email', s.email), ('phone', s.phone)) said(kind, value)
  join identities i on i.workspace_id = ${workspaceId} and i.kind = said.kind and i.value = said.value
  where s.workspace_id = ${workspaceId} and s.customer_id = ${customerId}`;

/** She writes from what the shop says of another. */
const writesAsShopSays = (workspaceId: string, customerId: string) => sql`
  select s.customer_id, 'shop_' || i.kind from identities i
  cross join lateral (
    select customer_id from shop_customers s where s.workspace_id = ${workspaceId} and s.email = i.value and i.kind = 'email'
    union all
    select customer_id from shop_customers s where s.workspace_id = ${workspaceId} and s.phone = i.value and i.kind = 'phone'
    limit 20) s
  where i.workspace_id = ${workspaceId} and i.customer_id = ${customerId}`;

/** Holds off every other correction in the workspace, of conversations too, to the end of the transaction. */
export async function holdCorrections(tx: TxContext): Promise<void> {
  await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`corrections ${tx.workspaceId}`}, 0))`);
}
