import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { type Conversation, getConversation } from "../conversations/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { findOpenCode, isOpenIn, placeOf, writtenSince } from "./queries.ts";
import { codesIn, hashOfCode, isSameHash, mostGuesses, verifiedForMs } from "./rules.ts";
import { type VerificationCode, verificationCodes, verificationGuesses } from "./tables.ts";

/**
 * Looks whether the customer of a conversation has given the code she was sent, before anybody reads what she wrote.
 * Each message is looked at once, and each code in it counts as a guess; after three wrong ones no guess is right.
 * A right one makes her verified for what she writes in the next hour. Safe to repeat.
 */
export async function readCodes(ctx: Context, { id: conversationId }: Pick<Conversation, "id">): Promise<void> {
  if (!(await findOpenCode(ctx, conversationId))) return;
  await inTransaction(ctx, async (tx) => {
    const [code] = await tx.q.select().from(verificationCodes).where(isOpenIn(tx, conversationId)).for("update");
    if (!code || code.expiresAt <= now()) return;
    const conversation = await getConversation(tx, conversationId);
    // Another customer's conversation by now: the code is nobody's.
    if (conversation.customerId !== code.customerId) return;
    const key = tx.db.seal.open(code.keySealed, placeOf(tx, code.id, "key_sealed"));
    let { guesses } = code;
    for (const message of await writtenSince(tx, code)) {
      const given = codesIn(message.text);
      if (given.length === 0 || !(await isNew(tx, code, message.id, given.length))) continue;
      for (const one of given) {
        if (guesses >= mostGuesses) break;
        guesses++;
        const about = { workspaceId: tx.workspaceId, conversationId, address: message.from?.address ?? "", code: one };
        if (isSameHash(hashOfCode(key, about), code.codeHash)) return match(tx, code, conversation, guesses);
      }
    }
    if (guesses === code.guesses) return;
    await update(tx, code, { guesses, ...(guesses >= mostGuesses && { state: "used_up", codeSealed: null }) });
    if (guesses >= mostGuesses) tx.emit({ name: "verification.failed", data: { conversationId } });
  });
}

async function match(
  tx: TxContext,
  code: VerificationCode,
  { id: conversationId, arrangement }: Conversation,
  guesses: number,
): Promise<void> {
  const verifiedUntil = new Date(now().getTime() + verifiedForMs);
  await update(tx, code, { state: "matched", guesses, verifiedUntil, arrangement, codeSealed: null });
  tx.emit({ name: "verification.succeeded", data: { conversationId } });
}

async function isNew(tx: TxContext, { id: codeId }: VerificationCode, messageId: string, guesses: number) {
  const rows = await tx.q
    .insert(verificationGuesses)
    .values({ workspaceId: tx.workspaceId, id: newId(), codeId, messageId, guesses })
    .onConflictDoNothing()
    .returning({ id: verificationGuesses.id });
  return rows.length > 0;
}

async function update(tx: TxContext, { id }: VerificationCode, set: Partial<VerificationCode>): Promise<void> {
  await tx.q
    .update(verificationCodes)
    .set(set)
    .where(and(eq(verificationCodes.workspaceId, tx.workspaceId), eq(verificationCodes.id, id)));
}
