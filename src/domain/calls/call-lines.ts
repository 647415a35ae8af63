import { and, asc, eq, gt, or, sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction, read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { conversationOf, getCallAlone } from "./queries.ts";
import { lockCall } from "./rows.ts";
import { type CallLine, type CallRow, callLines } from "./tables.ts";

const longest = 4000;

export interface NewLine extends Pick<CallLine, "id" | "speaker" | "text" | "firstWordsMs" | "wasCut"> {
  callId: string;
}

/** Writes down what was said in a call, behind what was said before. Nothing happens when the call is gone. */
export async function addLine(ctx: Context, { callId, ...line }: NewLine): Promise<void> {
  allow(ctx, "conversations:write");
  await inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, callId);
    if (call) await insertLine(tx, call, { ...line, spokenAt: now() });
  });
}

/** Of a call whose row the caller holds. What has come once already is left as it is. */
export async function insertLine(
  tx: TxContext,
  call: CallRow,
  { id = newId(), text, ...line }: Pick<CallLine, "speaker" | "text" | "spokenAt"> & Partial<CallLine>,
): Promise<void> {
  const { id: callId } = call;
  const mine = sql`${callLines.workspaceId} = ${tx.workspaceId} and ${callLines.callId} = ${callId}`;
  const written = await tx.q
    .insert(callLines)
    .values({
      ...{ ...line, id, workspaceId: tx.workspaceId, callId, text: keepable(text) },
      n: sql`(select coalesce(max(${callLines.n}), 0) + 1 from ${callLines} where ${mine})`,
    })
    .onConflictDoNothing({ target: [callLines.workspaceId, callLines.callId, callLines.externalId] })
    .returning({ id: callLines.id });
  if (written.length === 0) return;
  tx.emit({ name: "call.spoken", data: { callId, conversationId: await conversationOf(tx, call), lineId: id } });
}

/** Only so much of it was heard: the other spoke into it. */
export async function cutLine(ctx: Context, given: { callId: string; lineId: string; text: string }): Promise<void> {
  const { callId, lineId, text } = given;
  allow(ctx, "conversations:write");
  await inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, callId);
    if (!call) return;
    await tx.q
      .update(callLines)
      .set({ text: keepable(text), wasCut: true })
      .where(and(eq(callLines.workspaceId, tx.workspaceId), eq(callLines.callId, callId), eq(callLines.id, lineId)));
    const conversationId = await conversationOf(tx, call);
    tx.emit({ name: "call.spoken", data: { callId, conversationId, lineId } });
  });
}

/** What was said in a call, by when it was said. @throws NotFound */
export async function listLines(
  ctx: Context,
  page: { callId: string; after?: Pick<CallLine, "spokenAt" | "n">; limit: number },
): Promise<CallLine[]> {
  await getCallAlone(ctx, page.callId);
  const { spokenAt, n } = callLines;
  const { after } = page;
  return read(ctx, (q) =>
    q
      .select()
      .from(callLines)
      .where(
        and(
          eq(callLines.workspaceId, ctx.workspaceId),
          eq(callLines.callId, page.callId),
          after && or(gt(spokenAt, after.spokenAt), and(eq(spokenAt, after.spokenAt), gt(n, after.n))),
        ),
      )
      .orderBy(asc(spokenAt), asc(n))
      .limit(page.limit),
  );
}

function keepable(text: string): string {
  return text.replaceAll("\u0000", "").slice(0, longest).toWellFormed();
}
