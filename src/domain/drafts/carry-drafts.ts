import { and, eq, inArray, sql } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { memberDrafts } from "./tables.ts";

/** Drafts by id, with the version they had when they were taken along. */
export type CarriedDrafts = Record<string, number>;

/**
 * Takes what members are writing in one conversation along to the other that it is merged into. Who writes there
 * already keeps that, and the other text stays behind for the day they come apart: no text is written over.
 */
export async function carryDrafts(
  tx: TxContext,
  { from, into }: { from: string; into: string },
): Promise<CarriedDrafts> {
  const carried = await tx.q
    .update(memberDrafts)
    .set({ conversationId: into })
    .where(and(isIn(tx, from), isFree(tx, into)))
    .returning({ id: memberDrafts.id, version: memberDrafts.version });
  return Object.fromEntries(carried.map(({ id, version }) => [id, version]));
}

/** Gives those back that nobody has written on since. */
export async function giveDraftsBack(
  tx: TxContext,
  { carried, to }: { carried: CarriedDrafts; to: string },
): Promise<void> {
  const ids = Object.keys(carried);
  if (ids.length === 0) return;
  const version = sql`(${JSON.stringify(carried)}::text::json ->> ${memberDrafts.id}::text)::bigint`;
  await tx.q
    .update(memberDrafts)
    .set({ conversationId: to })
    .where(
      and(
        eq(memberDrafts.workspaceId, tx.workspaceId),
        inArray(memberDrafts.id, ids),
        eq(memberDrafts.version, version),
        isFree(tx, to),
      ),
    );
}

function isIn(tx: TxContext, conversationId: string) {
  return and(eq(memberDrafts.workspaceId, tx.workspaceId), eq(memberDrafts.conversationId, conversationId));
}

function isFree(tx: TxContext, conversationId: string) {
  return sql`not exists (select 1 from member_drafts d where d.workspace_id = ${tx.workspaceId}
    and d.conversation_id = ${conversationId} and d.member_id = ${memberDrafts.memberId} and d.kind = ${memberDrafts.kind})`;
}
