import { randomUUID } from "node:crypto";
import {
  addLine,
  continueCall,
  createPhoneLine,
  fileEntry,
  noteTranscript,
  openCall,
  openLeg,
  threadKeyOf,
  usualSettings,
} from "../../src/domain/calls/index.ts";
import { trashConversation } from "../../src/domain/conversations/index.ts";
import { inTransaction } from "../../src/domain/events/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { inWorkspaces } from "../../src/platform/db.ts";
import { aConnection } from "./factories.ts";

const lineNumber = "+12025550142";

/** Somebody on the phone with a member, on a line that is arranged. Their conversation is out of every list. */
export async function aPhoneCall(ctx: Context, { customerId, memberId }: { customerId: string; memberId: string }) {
  const { id: connectionId } = await aConnection(ctx, "twilio-voice");
  const line = { connectionId, number: lineNumber, name: "Shop", settings: usualSettings };
  const { id: phoneLineId } = await createPhoneLine(ctx, line);
  const at = { connectionId, customerId, otherNumber: "+12025550171" };
  const { callId } = await begin(ctx, { ...at, state: "connected" });
  const { callId: waitingCallId } = await begin(ctx, { ...at, state: "waiting" });
  const { callId: endedCallId, conversationId } = await begin(ctx, { ...at, state: "ended" });
  await trashConversation(ctx, { conversationId, trashed: true });
  const leg = await inTransaction(ctx, (tx) =>
    openLeg(tx, { callId, role: "member", memberId, purpose: "ring", externalId: sid(), state: "answered" }),
  );
  return { phoneLineId, callId, waitingCallId, endedCallId, legId: leg!.id };
}

/** Words of hers in every column of a call that may hold some. */
export async function plantInCall(
  ctx: Context,
  { customerId, connectionId }: { customerId: string; connectionId: string },
  word: (column: string) => string,
): Promise<void> {
  const { callId } = await begin(ctx, {
    ...{ connectionId, customerId, otherNumber: word("calls.other_number"), state: "assistant" },
  });
  const number = word("call_legs.number");
  await inTransaction(ctx, (tx) => openLeg(tx, { callId, role: "guest", number, purpose: "add", state: "ended" }));
  const text = word("call_recordings.transcript");
  await noteTranscript(ctx, { connectionId, callId, recordingExternalId: "RE1", text });
  const line = { id: randomUUID(), speaker: "customer", firstWordsMs: null, wasCut: false } as const;
  await addLine(ctx, { callId, ...line, text: word("call_lines.text") });
  const handoff = JSON.stringify({ summary: word("calls.summary") });
  const asked = { connectionId, externalId: sid(), digits: "", speech: "", handoff };
  await continueCall(ctx, { ...asked, ask: { at: "assistant", callId } });
  const note = word("calls.disposition_note");
  await inWorkspaces(
    ctx.db.app,
    [ctx.workspaceId],
    (tx) => tx`update calls set disposition_note = ${note} where workspace_id = ${ctx.workspaceId} and id = ${callId}`,
  );
}

const sid = () => `CA${randomUUID().replaceAll("-", "")}`;

async function begin(
  ctx: Context,
  {
    customerId,
    state,
    ...given
  }: Pick<Parameters<typeof openCall>[1], "connectionId" | "state"> & {
    customerId: string;
    otherNumber: string;
  },
) {
  const externalId = sid();
  const { id: messageId, conversationId } = await fileEntry(ctx, {
    ...{ ...given, externalId, direction: "inbound", lineNumber, callerName: "", customerId },
    threadKey: threadKeyOf({ ...given, lineNumber, externalId }),
    ...{ text: "Phone call", at: new Date(), asksForAnswer: false },
  });
  const call = await inTransaction(ctx, (tx) =>
    openCall(tx, {
      ...{ ...given, state, externalId, messageId, direction: "inbound", lineNumber, settings: usualSettings },
    }),
  );
  return { callId: call!.id, conversationId };
}
