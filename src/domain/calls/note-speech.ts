import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { insertLine } from "./call-lines.ts";
import { isCallOf, lockCall } from "./rows.ts";

export interface Speech {
  connectionId: string;
  callId: string;
  /** The provider's, which makes it once. */
  externalId: string;
  speaker: "customer" | "shop";
  text: string;
  at: Date;
}

/** Takes down what was said while a call was recorded, in its place by when it was said. In any order and repeated. */
export async function noteSpeech(ctx: Context, { connectionId, callId, at, ...said }: Speech): Promise<boolean> {
  if (!(await isCallOf(ctx, callId, connectionId))) return false;
  return inTransaction(ctx, async (tx) => {
    const call = await lockCall(tx, callId);
    if (!call) return false;
    await insertLine(tx, call, { ...said, spokenAt: at });
    return true;
  });
}
