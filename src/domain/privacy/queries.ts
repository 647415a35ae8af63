import { and, desc, eq, lt, sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { customers } from "../customers/tables.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type ErasureRow, erasures, type PrivacyRequest, privacyRequests } from "./tables.ts";

/** What there is of a person. */
export interface Holdings {
  conversations: number;
  messages: number;
  files: number;
  orders: number;
  identities: number;
}

/** @throws NotFound also when she is another workspace's. */
export async function countHoldings(ctx: Context, customerId: string): Promise<Holdings> {
  return read(ctx, async (q) => {
    const [known] = await q
      .select({ id: customers.id })
      .from(customers)
      .where(and(eq(customers.workspaceId, ctx.workspaceId), eq(customers.id, customerId)));
    if (!known) throw new NotFound("Customer", customerId);
    const of = (table: string) => sql`from ${sql.identifier(table)} where workspace_id = ${ctx.workspaceId}
      and customer_id = ${customerId}`;
    const ofMessages = sql`from messages where workspace_id = ${ctx.workspaceId}
      and conversation_id in (select id ${of("conversations")})`;
    const [row] = await q.execute<{ [K in keyof Holdings]: number }>(sql`
      select (select count(*)::int ${of("conversations")}) as conversations,
        (select count(*)::int ${ofMessages}) as messages,
        (select count(*)::int from attachments where workspace_id = ${ctx.workspaceId}
          and message_id in (select id ${ofMessages})) as files,
        (select count(*)::int ${of("orders")}) as orders,
        (select count(*)::int ${of("identities")}) as identities`);
    return row!;
  });
}

export async function findErasure(ctx: Context, customerId: string): Promise<ErasureRow | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(erasures)
      .where(and(eq(erasures.workspaceId, ctx.workspaceId), eq(erasures.customerId, customerId))),
  );
  return row ?? null;
}

/** Takes the erasure for this transaction: of two jobs one goes on after the other. @throws NotFound */
export async function holdErasure(tx: TxContext, erasureId: string): Promise<ErasureRow> {
  const [row] = await tx.q.select().from(erasures).where(isErasure(tx, erasureId)).for("update");
  if (!row) throw new NotFound("Erasure", erasureId);
  return row;
}

export async function updateErasure(tx: TxContext, erasureId: string, set: Partial<ErasureRow>): Promise<void> {
  await tx.q.update(erasures).set(set).where(isErasure(tx, erasureId));
}

/** The database's clock, a little ahead. */
export async function clockOf(tx: TxContext): Promise<Date> {
  const [row] = await tx.q.execute<{ at: string }>(
    sql`select (clock_timestamp() + interval '2 milliseconds')::text as at`,
  );
  return new Date(row!.at);
}

/** Whether a transaction of the product is still running that began before: it may act on what it read then. */
export async function isAnyOlderThan(tx: TxContext, at: Date): Promise<boolean> {
  const found = await tx.q.execute(sql`
    select 1 from pg_stat_activity
    where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
      and xact_start < ${at.toISOString()}::timestamptz limit 1`);
  return found.length > 0;
}

/** Newest first; `after` is the last id of the page before. */
export async function listPrivacyRequests(
  ctx: Context,
  page: { after?: string; limit: number },
): Promise<PrivacyRequest[]> {
  allow(ctx, "customers:erase");
  const { id, workspaceId } = privacyRequests;
  return read(ctx, (q) =>
    q
      .select()
      .from(privacyRequests)
      .where(and(eq(workspaceId, ctx.workspaceId), page.after === undefined ? undefined : lt(id, page.after)))
      .orderBy(desc(id))
      .limit(page.limit),
  );
}

/** @throws NotFound */
export async function getPrivacyRequest(
  ctx: Context,
  { privacyRequestId }: { privacyRequestId: string },
): Promise<PrivacyRequest> {
  const [row] = await read(ctx, (q) => q.select().from(privacyRequests).where(isRequest(ctx, privacyRequestId)));
  if (!row) throw new NotFound("Privacy request", privacyRequestId);
  return row;
}

/** The first answer counts. */
export async function settleRequest(tx: TxContext, id: string, state: "done" | "refused"): Promise<void> {
  const [row] = await tx.q
    .update(privacyRequests)
    .set({ state, answeredAt: now() })
    .where(and(isRequest(tx, id), eq(privacyRequests.state, "open")))
    .returning();
  if (!row) return;
  const { connectionId, kind } = row;
  tx.emit({ name: "privacy_request.answered", data: { privacyRequestId: id, connectionId, kind, to: state } });
}

/** Those to be forgotten by that are about her and not done yet. */
export async function listOpenRequestsOf(tx: TxContext, customerId: string): Promise<PrivacyRequest[]> {
  return tx.q
    .select()
    .from(privacyRequests)
    .where(
      and(
        eq(privacyRequests.workspaceId, tx.workspaceId),
        eq(privacyRequests.kind, "erase_person"),
        eq(privacyRequests.state, "open"),
        names(customerId),
      ),
    )
    .for("update");
}

/** What she was to be found by goes with her. */
export async function forgetRequestsOf(tx: TxContext, customerId: string): Promise<string[]> {
  await tx.q
    .update(privacyRequests)
    .set({ soughtSealed: null })
    .where(and(eq(privacyRequests.workspaceId, tx.workspaceId), names(customerId)));
  return [];
}

function names(customerId: string) {
  return sql`${privacyRequests.customerIds}::jsonb @> ${JSON.stringify([customerId])}::text::jsonb`;
}

function isRequest(ctx: Context, id: string) {
  return and(eq(privacyRequests.workspaceId, ctx.workspaceId), eq(privacyRequests.id, id));
}

function isErasure(tx: TxContext, erasureId: string) {
  return and(eq(erasures.workspaceId, tx.workspaceId), eq(erasures.id, erasureId));
}
