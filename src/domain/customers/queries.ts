import { and, asc, eq, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { builtOnce, type Given } from "../../platform/built-once.ts";
import type { RawTransaction } from "../../platform/db.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Customer, customers, type Identity, identities } from "./tables.ts";

export type CustomerWithIdentities = Customer & { identities: Pick<Identity, "kind" | "value">[] };

/** @throws NotFound also when the row is another workspace's. */
export async function getCustomer(ctx: Context, customerId: string): Promise<CustomerWithIdentities> {
  allow(ctx, "customers:read");
  return read(ctx, async (q) => {
    const her = { workspaceId: ctx.workspaceId, customerId };
    const [[row], known] = await Promise.all([customerById(q, her), identitiesOf(q, her)]);
    if (!row) throw new NotFound("Customer", customerId);
    return { ...row, identities: known };
  });
}

const customerById = builtOnce((q, given: Given<{ workspaceId: string; customerId: string }>) =>
  q
    .select()
    .from(customers)
    .where(and(eq(customers.workspaceId, given.workspaceId), eq(customers.id, given.customerId))),
);

const identitiesOf = builtOnce((q, given: Given<{ workspaceId: string; customerId: string }>) =>
  q
    .select({ kind: identities.kind, value: identities.value })
    .from(identities)
    .where(and(eq(identities.workspaceId, given.workspaceId), eq(identities.customerId, given.customerId)))
    .orderBy(asc(identities.createdAt), asc(identities.value)),
);

/** Who a customer is now, after all merges; herself if she was never merged. */
export async function survivorOf(ctx: Context, customerId: string): Promise<string> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ mergedIntoId: customers.mergedIntoId })
      .from(customers)
      .where(and(eq(customers.workspaceId, ctx.workspaceId), eq(customers.id, customerId))),
  );
  return row?.mergedIntoId ? survivorOf(ctx, row.mergedIntoId) : customerId;
}

/** Whether a column names this customer, or somebody who was merged into her. */
export function isSamePerson(
  { workspaceId }: { workspaceId: string | Placeholder },
  column: PgColumn,
  customerId: string | Placeholder,
): SQL {
  return sql`${column} in (${samePeople(workspaceId, customerId)})`;
}

/** A query for the ids of a customer and of all who were merged into her. */
export function samePeople(workspaceId: string | Placeholder, customerId: string | Placeholder): SQL {
  return sql`
    with recursive same(id) as (
      select ${customerId}::uuid
      union
      select c.id from customers c join same on c.merged_into_id = same.id where c.workspace_id = ${workspaceId})
    select id from same`;
}

/** Takes the customer's row lock: nothing about her changes until the transaction ends. @throws NotFound */
export async function lockCustomer(tx: TxContext, customerId: string): Promise<Customer> {
  const [row] = await tx.q
    .select()
    .from(customers)
    .where(and(eq(customers.workspaceId, tx.workspaceId), eq(customers.id, customerId)))
    .for("no key update");
  if (!row) throw new NotFound("Customer", customerId);
  return row;
}

/** An address to find or make a customer by. `value` is normalised: lower-case email, E.164 phone. */
export interface WantedIdentity {
  workspaceId: string;
  kind: Identity["kind"];
  value: string;
  /** What the address calls itself; becomes the name of a customer made now. */
  name: string;
  /** Ids to use if there is none yet. */
  customerId: string;
  identityId: string;
}

/**
 * Makes the missing customers, once each however many transactions try: the unique identity decides, the loser waits
 * for the winner's commit. Identities are taken in one order, so that two batches cannot wait for each other.
 *
 * @returns the customers made by this call.
 */
export async function insertMissingCustomers(tx: RawTransaction, wanted: readonly WantedIdentity[]) {
  return tx<{ workspaceId: string; customerId: string }[]>`
    with wanted as materialized (
      select * from json_to_recordset(${JSON.stringify(wanted)}::text::json) as w(
        "workspaceId" uuid, kind text, value text, name text, "customerId" uuid, "identityId" uuid)
    ), missing as materialized (
      select w.* from wanted w left join lateral (
        select id from identities i
        where i.workspace_id = w."workspaceId" and i.kind = w.kind and i.value = w.value limit 1) known on true
      where known.id is null
      order by w."workspaceId", w.kind, w.value
    ), won as (
      insert into identities (workspace_id, id, kind, value, customer_id)
      select "workspaceId", "identityId", kind, value, "customerId" from missing
      on conflict (workspace_id, kind, value) do nothing returning workspace_id, customer_id
    )
    insert into customers (workspace_id, id, name)
    select m."workspaceId", m."customerId", m.name from missing m
    join won on won.workspace_id = m."workspaceId" and won.customer_id = m."customerId"
    returning workspace_id as "workspaceId", id as "customerId"`;
}

/** Whose the addresses are. Run after `insertMissingCustomers`, every one has an owner. */
export async function customersByIdentity(
  tx: RawTransaction,
  wanted: readonly Pick<WantedIdentity, "workspaceId" | "kind" | "value">[],
) {
  return tx<{ workspaceId: string; kind: string; value: string; customerId: string }[]>`
    select w."workspaceId", w.kind, w.value, i.customer_id as "customerId"
    from json_to_recordset(${JSON.stringify(wanted)}::text::json) as w("workspaceId" uuid, kind text, value text)
    cross join lateral (
      select customer_id from identities i
      where i.workspace_id = w."workspaceId" and i.kind = w.kind and i.value = w.value limit 1) i`;
}
