import { allow } from "../access/index.ts";
import { listToolCalls } from "../automation/index.ts";
import type { Context } from "../workspaces/index.ts";
import { contradictionsAmong, type Saying } from "./contradictions.ts";
import { questionOf } from "./list-gaps.ts";
import { searchKnowledge } from "./search-knowledge.ts";

/** Two articles that answer the same question otherwise. */
export interface AskedContradiction {
  articles: readonly Saying[];
  /** The newest question that led to both. */
  question: string;
  /** Conversations in which it stood in the way. */
  conversationIds: string[];
  lastAskedAt: Date;
}

/** The agent's look-ups of the last days that are looked through, and questions of them that are asked again. */
const mostCalls = 500;
const days = 30;
const mostQuestions = 40;
/** Passages of one question that are compared. */
export const compared = 4;

/**
 * Articles that contradict each other where somebody asked, most often first. Each question is asked again of what is
 * published now: one that was put right is gone.
 */
export async function listContradictions(ctx: Context, { limit }: { limit: number }): Promise<AskedContradiction[]> {
  allow(ctx, "knowledge:read");
  const since = new Date(Date.now() - days * 86_400_000);
  const calls = await listToolCalls(ctx, { name: "search_knowledge", since, limit: mostCalls });
  const asked = calls.filter(({ response }) => "contradictions" in Object(response));
  const byQuestion = Map.groupBy(asked, (call) => questionOf(call).toLowerCase());
  const found = new Map<string, AskedContradiction>();
  for (const [question, these] of [...byQuestion].slice(0, mostQuestions)) {
    for (const articles of contradictionsAmong(await searchKnowledge(ctx, { question, limit: compared }))) {
      const key = articles
        .map(({ articleId }) => articleId)
        .toSorted()
        .join();
      const known = found.get(key);
      const conversationIds = [
        ...new Set([...(known?.conversationIds ?? []), ...these.map((call) => call.conversationId)]),
      ];
      const newest = { question: questionOf(these[0]!), lastAskedAt: these[0]!.at };
      found.set(key, known ? { ...known, conversationIds } : { articles, conversationIds, ...newest });
    }
  }
  const all = [...found.values()];
  return all.toSorted((a, b) => b.conversationIds.length - a.conversationIds.length).slice(0, limit);
}
