import { and, eq } from "drizzle-orm";
import { newId } from "../../platform/ids.ts";
import { inTransaction, read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { fileEntry, threadKeyOf } from "./file-entry.ts";
import { conversationOf, getCall } from "./queries.ts";
import { lockCall, patchCall } from "./rows.ts";
import { inWords, outcomeOf } from "./rules.ts";
import { type CallRecording, type CallRow, callRecordings, calls } from "./tables.ts";
import { tellEnd } from "./tell-end.ts";

export interface RecordingReport {
  connectionId: string;
  callId: string;
  externalId: string;
  kind: "call" | "voicemail";
  durationSeconds: number;
  /** The delivery that names it: its sound is fetched by that. */
  deliveryExternalId: string;
  at: Date;
}

/** A recording can be had: it is filed with its call, and whoever left a message waits for an answer. */
export async function noteRecording(ctx: Context, report: RecordingReport): Promise<boolean> {
  const { callId, connectionId, externalId, kind, durationSeconds, deliveryExternalId, at } = report;
  if (!(await isCallOf(ctx, callId, connectionId))) return false;
  const call = await getCall(ctx, callId);
  const isVoicemail = kind === "voicemail";
  await fileEntry(ctx, {
    ...call,
    ...{ connectionId, externalId: deliveryExternalId, direction: "inbound", callerName: "", at },
    ...{ threadKey: threadKeyOf({ ...call, externalId: call.externalId ?? call.id }), asksForAnswer: isVoicemail },
    text: `${isVoicemail ? "Voicemail" : "Recording of the call"}, ${inWords(durationSeconds)}`,
    files: [soundOf(kind, externalId)],
  });
  await inTransaction(ctx, async (tx) => {
    const held = await lockCall(tx, callId);
    if (!held) return;
    const { recording, isNew } = await merge(tx, held, externalId, { kind, durationSeconds });
    if (isNew) tx.emit({ name: "call.recorded", data: await dataOf(tx, held, recording) });
    if (isVoicemail && held.state === "ended") {
      const outcome = outcomeOf(held, { hasVoicemail: true });
      await tellEnd(tx, await patchCall(tx, callId, { outcome }));
    }
    const payload = { connectionId, externalId: deliveryExternalId };
    tx.enqueue({ queue: "files", name: "fetch", payload, orderingKey: deliveryExternalId });
  });
  return true;
}

function soundOf(kind: "call" | "voicemail", contentId: string) {
  const name = kind === "voicemail" ? "voicemail.mp3" : "call.mp3";
  return { name, contentType: "audio/mpeg", sizeBytes: 0, contentId, inline: false };
}

/** What was said in a recording, or that nobody will know. */
export async function noteTranscript(
  ctx: Context,
  report: { connectionId: string; callId: string; recordingExternalId: string; text: string | null },
): Promise<boolean> {
  const { callId, connectionId, recordingExternalId, text } = report;
  if (!(await isCallOf(ctx, callId, connectionId))) return false;
  return inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, callId);
    if (!call) return false;
    const set = { transcript: text?.replaceAll("\0", "").toWellFormed() ?? null, isTranscribed: true };
    const { recording, before } = await merge(tx, call, recordingExternalId, set);
    if (before?.isTranscribed) return true;
    tx.emit({ name: "call.transcribed", data: await dataOf(tx, call, recording) });
    return true;
  });
}

/** Either may come first. */
async function merge(tx: TxContext, call: CallRow, externalId: string, set: Partial<CallRecording>) {
  const is = and(
    eq(callRecordings.workspaceId, tx.workspaceId),
    eq(callRecordings.callId, call.id),
    eq(callRecordings.externalId, externalId),
  );
  const [before] = await tx.q.select().from(callRecordings).where(is);
  const [recording] = before
    ? await tx.q.update(callRecordings).set(set).where(is).returning()
    : await tx.q
        .insert(callRecordings)
        .values({ workspaceId: tx.workspaceId, id: newId(), callId: call.id, externalId, ...set })
        .returning();
  return { before, recording: recording!, isNew: !before || before.kind === null };
}

async function dataOf(tx: TxContext, call: CallRow, { id: recordingId }: CallRecording) {
  return { callId: call.id, conversationId: await conversationOf(tx, call), messageId: call.messageId, recordingId };
}

async function isCallOf(ctx: Context, callId: string, connectionId: string): Promise<boolean> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ id: calls.id })
      .from(calls)
      .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.id, callId), eq(calls.connectionId, connectionId))),
  );
  return row !== undefined;
}
