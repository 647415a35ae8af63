import { now } from "../../platform/clock.ts";
import { NotFound } from "../../platform/errors.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { whyNotCalled } from "./destinations.ts";
import { fileEntry, threadKeyOf } from "./file-entry.ts";
import { getCall } from "./queries.ts";
import { settingsOf } from "./rows.ts";
import { isOwed, missedWords } from "./rules.ts";
import { tellEnd } from "./tell-end.ts";
import { textBack } from "./text-back.ts";

/** A call that nobody answered waits in its conversation for somebody to see to it. Safe to repeat. */
export async function concludeCall(ctx: Context, { callId }: { callId: string }): Promise<void> {
  const call = await getCall(ctx, callId).catch(nullIfGone);
  // A message was left meanwhile, and that one waits; or she was erased.
  if (!call || !isOwed(call)) return;
  const key = call.externalId ?? call.id;
  await inTransaction(ctx, (tx) => tellEnd(tx, call));
  await fileEntry(ctx, {
    ...call,
    ...{ externalId: `${key}:missed`, callerName: "", at: now() },
    ...{ threadKey: threadKeyOf({ ...call, externalId: key }), text: missedWords(call), asksForAnswer: true },
  });
  const { missedCallText, outside } = await settingsOf(ctx, call);
  if (missedCallText === null || call.otherNumber === null) return;
  // A number shown can be forged, and a text costs as a call does.
  if (whyNotCalled(call.otherNumber, { ...call, ...outside }) === null) await textBack(ctx, call, missedCallText);
}

function nullIfGone(error: unknown): null {
  if (error instanceof NotFound) return null;
  throw error;
}
