import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { type Article, createArticle, longest } from "../knowledge/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isSuggestion, lockSuggestion } from "./queries.ts";
import { type ReplySuggestion, replySuggestions } from "./tables.ts";

/**
 * Makes an article of what was proposed, in the words of the person who approves it. It is published like any other.
 * @throws NotFound
 * @throws AppError("conflict") when it was decided already (`details.reason` "decided").
 * @throws AppError("invalid_input") for wording that cannot be saved.
 */
export async function approveSuggestion(
  ctx: Context,
  given: { suggestionId: string; title?: string | undefined; body?: string | undefined; category?: string | null },
): Promise<Article> {
  allow(ctx, "knowledge:manage");
  allow(ctx, "conversations:read");
  return inTransaction(ctx, async (tx) => {
    const { question, answer, language } = await lockWaiting(tx, given.suggestionId);
    const asked = question.replace(/\s+/g, " ").slice(0, longest.question).toWellFormed().trim();
    const article = await createArticle(tx, {
      title: given.title ?? titleOf(question),
      body: given.body ?? answer,
      category: given.category ?? null,
      language,
      questions: [asked],
    });
    await decide(tx, given.suggestionId, { state: "approved", articleId: article.id });
    return article;
  });
}

/** Puts it away; it is not proposed again. @throws NotFound, AppError("conflict") as above. */
export async function rejectSuggestion(ctx: Context, { suggestionId }: { suggestionId: string }): Promise<void> {
  allow(ctx, "knowledge:manage");
  allow(ctx, "conversations:read");
  await inTransaction(ctx, async (tx) => {
    await lockWaiting(tx, suggestionId);
    await decide(tx, suggestionId, { state: "rejected" });
  });
}

async function lockWaiting(tx: TxContext, suggestionId: string): Promise<ReplySuggestion> {
  const row = await lockSuggestion(tx, suggestionId);
  if (row.state === "waiting") return row;
  throw new AppError("conflict", "This was decided already", { details: { reason: "decided", state: row.state } });
}

async function decide(
  tx: TxContext,
  suggestionId: string,
  outcome: Pick<ReplySuggestion, "state"> & { articleId?: string },
): Promise<void> {
  const decidedBy = tx.actor.type === "member" ? tx.actor.id : null;
  await tx.q
    .update(replySuggestions)
    .set({ ...outcome, decidedBy, decidedAt: now() })
    .where(isSuggestion(tx, suggestionId));
  tx.emit({ name: "reply_suggestion.decided", data: { suggestionId, to: outcome.state } });
}

/** The first sentence. */
function titleOf(question: string): string {
  const line = question.replace(/\s+/g, " ").trim();
  const [first = line] = line.split(/(?<=[.?!])\s/);
  return first.slice(0, 120).toWellFormed().trim();
}
