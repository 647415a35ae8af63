import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { getConversation } from "../conversations/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { placeOf } from "./queries.ts";
import { hashOfCode, isSameHash, mostGuesses, sayerOf } from "./rules.ts";
import { type VerificationCode, verificationCodes } from "./tables.ts";

/** none: nothing can be given (any more). */
export type Given = { is: "right" | "used_up" | "none" } | { is: "wrong"; guessesLeft: number };

/**
 * Looks whether what was said in a call is the code that was sent for it; each counts as a guess, and after three wrong
 * ones no guess is right. A right one says who calls now, and nothing of whoever calls or writes there later.
 */
export async function giveCode(
  ctx: Context,
  { runId, callId, customerId, given }: { runId: string; callId: string; customerId: string; given: readonly string[] },
): Promise<Given> {
  return inTransaction(ctx, async (tx) => {
    const isIt = and(eq(verificationCodes.workspaceId, tx.workspaceId), eq(verificationCodes.runId, runId));
    const [code] = await tx.q.select().from(verificationCodes).where(isIt).for("update");
    if (code?.state !== "open" || code.expiresAt <= now() || code.customerId !== customerId) return { is: "none" };
    const { conversationId } = code;
    // Another customer's call by now: the code is nobody's.
    if ((await getConversation(tx, conversationId)).customerId !== customerId) return { is: "none" };
    const key = tx.db.seal.open(code.keySealed, placeOf(tx, code.id, "key_sealed"));
    const about = { workspaceId: tx.workspaceId, conversationId, address: sayerOf(callId) };
    const tried = given.slice(0, mostGuesses - code.guesses);
    const right = tried.findIndex((one) => isSameHash(hashOfCode(key, { ...about, code: one }), code.codeHash));
    const guesses = code.guesses + (right < 0 ? tried.length : right + 1);
    if (right >= 0) {
      await update(tx, code, { state: "matched", guesses, codeSealed: null });
      tx.emit({ name: "verification.succeeded", data: { conversationId } });
      return { is: "right" };
    }
    if (guesses < mostGuesses) {
      await update(tx, code, { guesses });
      return { is: "wrong", guessesLeft: mostGuesses - guesses };
    }
    await update(tx, code, { guesses, state: "used_up", codeSealed: null });
    tx.emit({ name: "verification.failed", data: { conversationId } });
    return { is: "used_up" };
  });
}

async function update(tx: TxContext, { id }: VerificationCode, set: Partial<VerificationCode>): Promise<void> {
  await tx.q
    .update(verificationCodes)
    .set(set)
    .where(and(eq(verificationCodes.workspaceId, tx.workspaceId), eq(verificationCodes.id, id)));
}
