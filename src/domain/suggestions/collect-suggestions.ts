import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { inTransaction } from "../events/index.ts";
import { searchKnowledge } from "../knowledge/index.ts";
import type { Context } from "../workspaces/index.ts";
import { answeredAndClosed } from "./queries.ts";
import { isGeneral, scrub } from "./scrub.ts";
import { replySuggestions } from "./tables.ts";

const dayMs = 86_400_000;
/** A conversation that stayed closed so long was answered; looked at are those of the week before. */
const settledDays = 7;
const lookedAtDays = 14;
const mostAtOnce = 200;
/** Characters: less says nothing, more is no question. */
const length = { question: [15, 2000], answer: [60, 6000] } as const;
/** A passage that speaks of so much of a question may well answer it already. */
const enough = 0.5;

/**
 * Proposes answers of people that held, as articles: of conversations that stayed closed for seven days, where the
 * answer is about no single order and no article speaks of it. Safe to repeat.
 * @returns how many were proposed.
 */
export async function collectSuggestions(ctx: Context): Promise<number> {
  const before = (days: number) => new Date(now().getTime() - days * dayMs);
  const answered = await answeredAndClosed(ctx, {
    ...{ from: before(lookedAtDays), to: before(settledDays), limit: mostAtOnce },
  });
  let count = 0;
  for (const { conversationId, customerName, authorName, ...said } of answered) {
    const names = [customerName, authorName];
    const [question, answer] = [scrub(said.question, { names }), scrub(said.answer, { names })];
    if (!fits(question, length.question) || !fits(answer, length.answer) || !isGeneral(answer)) continue;
    const [best] = await searchKnowledge(ctx, { question, limit: 1 });
    if (best && best.coverage >= enough) continue;
    count += await keepSuggestion(ctx, { conversationId, question, answer });
  }
  return count;
}

/** Keeps one for a person to decide; of a conversation only the first. @returns how many were kept. */
export async function keepSuggestion(
  ctx: Context,
  suggestion: { conversationId: string; question: string; answer: string },
): Promise<number> {
  const row = { workspaceId: ctx.workspaceId, id: newId(), language: null, ...suggestion };
  return inTransaction(ctx, async (tx) => {
    const kept = await tx.q
      .insert(replySuggestions)
      .values(row)
      .onConflictDoNothing()
      .returning({ id: replySuggestions.id });
    return kept.length;
  });
}

function fits(text: string, [least, most]: readonly [number, number]): boolean {
  return text.length >= least && text.length <= most && text.isWellFormed() && !text.includes("\0");
}
