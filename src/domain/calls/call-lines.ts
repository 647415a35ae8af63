import { and, asc, eq, gt, sql } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { inTransaction, read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { conversationOf, getCall } from "./queries.ts";
import { lockCall } from "./rows.ts";
import { type CallLine, callLines } from "./tables.ts";

const longest = 4000;

export interface NewLine extends Pick<CallLine, "id" | "speaker" | "text" | "firstWordsMs" | "wasCut"> {
  callId: string;
}

/** Writes down what was said in a call, behind what was said before. Nothing happens when the call is gone. */
export async function addLine(ctx: Context, { callId, text, ...line }: NewLine): Promise<void> {
  allow(ctx, "conversations:write");
  await inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, callId);
    if (!call) return;
    const mine = sql`${callLines.workspaceId} = ${tx.workspaceId} and ${callLines.callId} = ${callId}`;
    await tx.q.insert(callLines).values({
      ...{ ...line, workspaceId: tx.workspaceId, callId, text: keepable(text) },
      n: sql`(select coalesce(max(${callLines.n}), 0) + 1 from ${callLines} where ${mine})`,
    });
    const conversationId = await conversationOf(tx, call);
    tx.emit({ name: "call.spoken", data: { callId, conversationId, lineId: line.id } });
  });
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

/** What was said in a call, in order. @throws NotFound */
export async function listLines(
  ctx: Context,
  page: { callId: string; after?: number; limit: number },
): Promise<CallLine[]> {
  await getCall(ctx, page.callId);
  return read(ctx, (q) =>
    q
      .select()
      .from(callLines)
      .where(
        and(
          eq(callLines.workspaceId, ctx.workspaceId),
          eq(callLines.callId, page.callId),
          page.after === undefined ? undefined : gt(callLines.n, page.after),
        ),
      )
      .orderBy(asc(callLines.n))
      .limit(page.limit),
  );
}

function keepable(text: string): string {
  return text.replaceAll("\u0000", "").slice(0, longest).toWellFormed();
}
