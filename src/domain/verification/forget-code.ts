import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isOfMessage } from "./queries.ts";
import { verificationCodes } from "./tables.ts";

/** It was sent: from now on only its hash is kept. Safe to repeat. */
export async function forgetCode(ctx: Context, { messageId }: { messageId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await tx.q.update(verificationCodes).set({ codeSealed: null }).where(isOfMessage(tx, messageId));
  });
}
