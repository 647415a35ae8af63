import { and, eq } from "drizzle-orm";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { drafts } from "./tables.ts";

/** Uses up the conversation's draft, if there is one: someone has answered. Announced by the answer itself. */
export async function takeDraft(ctx: Context, { conversationId }: { conversationId: string }): Promise<void> {
  await inTransaction(ctx, (tx) =>
    tx.q.delete(drafts).where(and(eq(drafts.workspaceId, tx.workspaceId), eq(drafts.conversationId, conversationId))),
  );
}
