import { inTransaction } from "../../src/domain/events/index.ts";
import { surveys } from "../../src/domain/surveys/tables.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { newId } from "../../src/platform/ids.ts";

/** What a customer said of how it was. The conversation stays as it is: to be asked it would have to be closed. */
export async function plantSurvey(
  ctx: Context,
  of: { conversationId: string; customerId: string; messageId: string },
  comment: string,
): Promise<void> {
  const said = { rating: 2, comment, ratedAt: new Date(), language: "en", answeredBy: "ai" as const };
  const row = { id: newId(), ...of, ...said, keySealed: "sealed", expiresAt: new Date() };
  await inTransaction(ctx, (tx) => tx.q.insert(surveys).values({ workspaceId: tx.workspaceId, ...row }));
}
