import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { newId } from "../../platform/ids.ts";
import { unpackText } from "../../platform/packed-json.ts";
import type { TxContext } from "../events/index.ts";
import { deliveries } from "./tables.ts";

/** Payloads looked at in one transaction, in bytes; a larger one comes alone. */
const maxBytesAtOnce = 16 * 1024 * 1024;
const maxRowsAtOnce = 200;

/** What is left of a delivery: the provider's id, so that the same thing is never taken in again. */
const erased = { payload: Buffer.from("{}"), payloadBytes: 2, state: "erased", reason: null } as const;

/**
 * Empties what the messages of these conversations came as. A message whose delivery never came (a reply whose copy the
 * mailbox has still to bring) gets one that is empty already.
 *
 * @returns the ids of the deliveries.
 */
export async function eraseDeliveriesOf(tx: TxContext, conversationIds: readonly string[]): Promise<string[]> {
  const known = await tx.q.execute<{ connection_id: string; external_id: string }>(sql`
    select distinct connection_id, external_id from messages
    where workspace_id = ${tx.workspaceId} and external_id is not null and conversation_id in (
      select value::uuid from json_array_elements_text(${JSON.stringify(conversationIds)}::text::json))
    order by connection_id, external_id`);
  const rows = known.map(({ connection_id, external_id }) => ({
    ...{ workspaceId: tx.workspaceId, id: newId(), connectionId: connection_id, externalId: external_id },
    ...erased,
  }));
  const target = [deliveries.workspaceId, deliveries.connectionId, deliveries.externalId];
  const ids: string[] = [];
  for (let n = 0; n < rows.length; n += 1000) {
    const some = rows.slice(n, n + 1000);
    const done = tx.q.insert(deliveries).values(some).onConflictDoUpdate({ target, set: erased });
    ids.push(...(await done.returning({ id: deliveries.id })).map(({ id }) => id));
  }
  return ids;
}

/** A stretch of deliveries that was looked through. */
export interface Looked {
  /** The last one looked at; null at the end. */
  after: string | null;
  /** The ids of those that were emptied. */
  erased: string[];
}

/**
 * Looks through deliveries that are no message of any conversation, and empties those that `isHers`: what could not be
 * read, what was not for us, copies of own mail, what a shop announced.
 *
 * @param before those recorded later are left alone.
 */
export async function eraseOtherDeliveries(
  tx: TxContext,
  stretch: { after: string | null; before: Date; isHers: (payload: unknown) => boolean },
): Promise<Looked> {
  const rows = await tx.q.execute<{ id: string; payload: Buffer | null }>(sql`
    with stretch as materialized (
      select id, connection_id, external_id, payload, created_at, state,
        sum(payload_bytes) over (order by id) as bytes, row_number() over (order by id) as n
      from (
        select * from deliveries
        where workspace_id = ${tx.workspaceId} and (${stretch.after}::uuid is null or id > ${stretch.after}::uuid)
        order by id limit ${maxRowsAtOnce}) d
    )
    select id, case when state <> 'erased' and created_at < ${stretch.before.toISOString()}::timestamptz
      and not exists (
        select 1 from messages m where m.workspace_id = ${tx.workspaceId} and m.connection_id = s.connection_id
          and m.external_id = s.external_id) then payload end as payload
    from stretch s where bytes <= ${maxBytesAtOnce} or n = 1 order by id`);
  const hers = rows.filter(({ payload }) => payload !== null && stretch.isHers(readable(payload))).map(({ id }) => id);
  if (hers.length > 0) {
    await tx.q
      .update(deliveries)
      .set(erased)
      .where(and(eq(deliveries.workspaceId, tx.workspaceId), inArray(deliveries.id, hers)));
  }
  return { after: rows.at(-1)?.id ?? null, erased: hers };
}

/** What is no JSON is looked through as text. */
function readable(payload: Buffer): unknown {
  const text = unpackText(payload);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Empties what an account sent, whatever became of it.
 * @returns the ids of those that were emptied; none: there is nothing left.
 */
export async function eraseDeliveriesOfConnection(
  tx: TxContext,
  { connectionId, limit }: { connectionId: string; limit: number },
): Promise<string[]> {
  const some = tx.q
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.workspaceId, tx.workspaceId),
        eq(deliveries.connectionId, connectionId),
        ne(deliveries.state, "erased"),
      ),
    )
    .limit(limit);
  const gone = await tx.q
    .update(deliveries)
    .set(erased)
    .where(and(eq(deliveries.workspaceId, tx.workspaceId), inArray(deliveries.id, some)))
    .returning({ id: deliveries.id });
  return gone.map(({ id }) => id);
}
