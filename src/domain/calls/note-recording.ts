import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { fileEntry, threadKeyOf } from "./file-entry.ts";
import { conversationOf, getCallAlone } from "./queries.ts";
import { findCallRow, isCallOf, lockCall, patchCall } from "./rows.ts";
import { inWords, outcomeOf } from "./rules.ts";
import { type CallRecording, type CallRow, callRecordings } from "./tables.ts";
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
  const call = await getCallAlone(ctx, callId);
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
    if (isNew && !recording.isTranscribed) giveUpLater(tx, { callId, recordingExternalId: externalId });
    // The inbox goes on saying how the call went.
    if (!isVoicemail && held.state === "ended") await tellEnd(tx, held);
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

/**
 * Providers write down in a minute or two, calls while they last; of what nobody said anything in, they say nothing.
 */
const transcribedWithinMs = 10 * 60_000;

function giveUpLater(tx: TxContext, payload: { callId: string; recordingExternalId: string }): void {
  const runAt = new Date(now().getTime() + transcribedWithinMs);
  tx.enqueue({ queue: "calls", name: "untranscribed", payload, runAt });
}

/** No word came of what was said in a recording: nobody waits for it any more. Safe to repeat. */
export async function giveUpTranscript(
  ctx: Context,
  { callId, recordingExternalId }: { callId: string; recordingExternalId: string },
): Promise<void> {
  const call = await inTransaction(ctx, (tx) => findCallRow(tx, callId));
  if (!call) return;
  await noteTranscript(ctx, { connectionId: call.connectionId, callId, recordingExternalId, text: null });
}

/**
 * What was said in a recording (empty: nothing), or that nobody will know. Words that come after that are taken all the
 * same; words that are known stay.
 */
export async function noteTranscript(
  ctx: Context,
  report: { connectionId: string; callId: string; recordingExternalId: string; text: string | null },
): Promise<boolean> {
  const { callId, connectionId, recordingExternalId, text } = report;
  if (!(await isCallOf(ctx, callId, connectionId))) return false;
  return inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, callId);
    if (!call) return false;
    const transcript = text?.replaceAll("\0", "").toWellFormed().trim() ?? null;
    const known = await findRecording(tx, call, recordingExternalId);
    if (known?.isTranscribed && (transcript === null || known.transcript !== null)) return true;
    const { recording } = await merge(tx, call, recordingExternalId, { transcript, isTranscribed: true });
    tx.emit({ name: "call.transcribed", data: await dataOf(tx, call, recording) });
    return true;
  });
}

/** Either may come first. */
async function merge(tx: TxContext, call: CallRow, externalId: string, set: Partial<CallRecording>) {
  const is = isRecording(tx, call, externalId);
  const before = await findRecording(tx, call, externalId);
  const [recording] = before
    ? await tx.q.update(callRecordings).set(set).where(is).returning()
    : await tx.q
        .insert(callRecordings)
        .values({ workspaceId: tx.workspaceId, id: newId(), callId: call.id, externalId, ...set })
        .returning();
  return { before, recording: recording!, isNew: !before || before.kind === null };
}

async function findRecording(tx: TxContext, call: CallRow, externalId: string): Promise<CallRecording | undefined> {
  const [row] = await tx.q
    .select()
    .from(callRecordings)
    .where(isRecording(tx, call, externalId));
  return row;
}

function isRecording(tx: TxContext, call: CallRow, externalId: string) {
  return and(
    eq(callRecordings.workspaceId, tx.workspaceId),
    eq(callRecordings.callId, call.id),
    eq(callRecordings.externalId, externalId),
  );
}

async function dataOf(tx: TxContext, call: CallRow, { id: recordingId }: CallRecording) {
  return { callId: call.id, conversationId: await conversationOf(tx, call), messageId: call.messageId, recordingId };
}
