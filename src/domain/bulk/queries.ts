import { and, asc, count, desc, eq, gte, inArray, isNotNull, lt, or, sql } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { type Conversation, conversations } from "../conversations/tables.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { idOf, maySee } from "./rules.ts";
import { type BulkAction, type BulkSlice, bulkActions, bulkFormerValues, bulkSlices } from "./tables.ts";

/** With the id of what takes it back, if something does. */
export type ListedBulkAction = BulkAction & { undoneBy: string | null };

const columns = {
  bulkAction: bulkActions,
  undoneBy: sql<string | null>`(select u.id from bulk_actions u where u.workspace_id = bulk_actions.workspace_id
    and u.undo_of = bulk_actions.id and u.state in ('selecting', 'running', 'done'))`,
};

/** Newest first: one's own, or everybody's for whoever may manage jobs. */
export async function listBulkActions(
  ctx: Context,
  { after, limit }: { after?: { createdAt: Date; id: string }; limit: number },
): Promise<ListedBulkAction[]> {
  allow(ctx, "conversations:read");
  const seesAll = ctx.permissions === "all" || ctx.permissions.has("jobs:manage");
  const own = sql`${bulkActions.actor} ->> 'type' = ${ctx.actor.type} and
    coalesce(${bulkActions.actor} ->> 'id', ${bulkActions.actor} ->> 'job') = ${idOf(ctx.actor)}`;
  const { createdAt, id } = bulkActions;
  const rows = await read(ctx, (q) =>
    q
      .select(columns)
      .from(bulkActions)
      .where(
        and(
          eq(bulkActions.workspaceId, ctx.workspaceId),
          seesAll ? undefined : own,
          after && or(lt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), lt(id, after.id))),
        ),
      )
      .orderBy(desc(createdAt), desc(id))
      .limit(limit),
  );
  return rows.map(({ bulkAction, undoneBy }) => ({ ...bulkAction, undoneBy }));
}

/** @throws NotFound also for another workspace's, and for somebody else's unless the actor may manage jobs. */
export async function getBulkAction(ctx: Context, bulkActionId: string): Promise<ListedBulkAction> {
  allow(ctx, "conversations:read");
  const [row] = await read(ctx, (q) => q.select(columns).from(bulkActions).where(isBulkAction(ctx, bulkActionId)));
  if (row && maySee(ctx, row.bulkAction)) return { ...row.bulkAction, undoneBy: row.undoneBy };
  throw new NotFound("Bulk action", bulkActionId);
}

/** Takes the row's lock, which every slice of it is worked under: it comes before those of conversations. @throws NotFound */
export async function lockBulkAction(tx: TxContext, bulkActionId: string): Promise<BulkAction> {
  const [row] = await tx.q.select().from(bulkActions).where(isBulkAction(tx, bulkActionId)).for("update");
  if (row && maySee(tx, row)) return row;
  throw new NotFound("Bulk action", bulkActionId);
}

export async function findByClientId(tx: TxContext, clientId: string): Promise<BulkAction | null> {
  const [row] = await tx.q
    .select()
    .from(bulkActions)
    .where(and(eq(bulkActions.workspaceId, tx.workspaceId), eq(bulkActions.clientId, clientId)));
  return row ?? null;
}

/** What takes a bulk action back, or did. */
export async function findUndo(tx: TxContext, bulkActionId: string): Promise<BulkAction | null> {
  const [row] = await tx.q
    .select()
    .from(bulkActions)
    .where(
      and(
        eq(bulkActions.workspaceId, tx.workspaceId),
        eq(bulkActions.undoOf, bulkActionId),
        sql`state in ('selecting', 'running', 'done')`,
      ),
    );
  return row ?? null;
}

export async function countRunning(tx: TxContext): Promise<number> {
  const [row] = await tx.q
    .select({ running: count() })
    .from(bulkActions)
    .where(and(eq(bulkActions.workspaceId, tx.workspaceId), sql`state in ('selecting', 'running')`));
  return row!.running;
}

export async function findSlice(
  ctx: Context,
  { id, nextSlice }: Pick<BulkAction, "id" | "nextSlice">,
): Promise<BulkSlice | null> {
  const [slice] = await read(ctx, (q) =>
    q
      .select()
      .from(bulkSlices)
      .where(isSlice(ctx, id, nextSlice)),
  );
  return slice ?? null;
}

/** What conversations held in the field that a bulk action set. */
export async function formerValues(tx: TxContext, bulkActionId: string, conversationIds: readonly string[]) {
  return tx.q
    .select()
    .from(bulkFormerValues)
    .where(
      and(
        eq(bulkFormerValues.workspaceId, tx.workspaceId),
        eq(bulkFormerValues.bulkActionId, bulkActionId),
        inArray(bulkFormerValues.conversationId, [...conversationIds]),
      ),
    );
}

/** Slices whose turn has been, from the nth on. */
export async function workedSlices(ctx: Context, bulkActionId: string, from: number, limit: number) {
  return read(ctx, (q) =>
    q
      .select({ n: bulkSlices.n, problems: bulkSlices.problems, changedIds: bulkSlices.changedIds })
      .from(bulkSlices)
      .where(
        and(
          eq(bulkSlices.workspaceId, ctx.workspaceId),
          eq(bulkSlices.bulkActionId, bulkActionId),
          gte(bulkSlices.n, from),
          isNotNull(bulkSlices.changedIds),
        ),
      )
      .orderBy(asc(bulkSlices.n))
      .limit(limit),
  );
}

/** What they are called by, by id; what is gone, or not for the reader, is absent. */
export async function titlesOf(ctx: Context, conversationIds: readonly string[]): Promise<Map<string, Title>> {
  if (conversationIds.length === 0) return new Map();
  const rows = await read(ctx, (q) =>
    q
      .select({ id: conversations.id, subject: conversations.subject, channel: conversations.channel })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, ctx.workspaceId), inArray(conversations.id, [...conversationIds]))),
  );
  return new Map(rows.map(({ id, ...title }) => [id, title]));
}

export type Title = Pick<Conversation, "subject" | "channel">;

export function isBulkAction(ctx: Context, bulkActionId: string) {
  return and(eq(bulkActions.workspaceId, ctx.workspaceId), eq(bulkActions.id, bulkActionId));
}

export function isSlice(ctx: Context, bulkActionId: string, n: number) {
  return and(
    eq(bulkSlices.workspaceId, ctx.workspaceId),
    eq(bulkSlices.bulkActionId, bulkActionId),
    eq(bulkSlices.n, n),
  );
}
