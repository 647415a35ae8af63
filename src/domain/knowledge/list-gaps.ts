import { allow } from "../access/index.ts";
import { listToolCalls, listUnsure, type ToolCall } from "../automation/index.ts";
import type { Context } from "../workspaces/index.ts";
import { searchKnowledge } from "./search-knowledge.ts";
import { topicsOf } from "./topics.ts";

/** What shoppers ask and no published article answers. */
export interface Gap {
  /** The question most like the others. */
  question: string;
  /** How often it was asked, in other words too. */
  count: number;
  /** The newest of them first. */
  conversationIds: string[];
  lastAskedAt: Date;
  /** The share of the question that the best article speaks of, 0 to 1. */
  coverage: number;
}

/** The agent's questions looked at, those of the last days alone; and groups of them that are looked up again. */
const mostQuestions = 500;
const days = 30;
const mostGroups = 40;
/** Characters of a message that stand for what was asked in it. */
const longestQuestion = 300;
/** A passage that speaks of so much of a question may well answer it. */
const enough = 0.5;

/**
 * Questions of the last thirty days to which the agent found nothing that fits, of whose answer it was unsure, or whose
 * draft a person threw away or rewrote, the same ones together, most often asked first. One that an article answers by now is no gap any more: what is published is looked at each time.
 */
export async function listGaps(ctx: Context, { limit }: { limit: number }): Promise<Gap[]> {
  allow(ctx, "knowledge:read");
  const since = new Date(Date.now() - days * 86_400_000);
  const calls = await listToolCalls(ctx, { name: "search_knowledge", since, limit: mostQuestions });
  const asked = calls.flatMap((call) => {
    const question = questionOf(call);
    return question === "" ? [] : [{ question, conversationId: call.conversationId, at: call.at }];
  });
  for (const { conversationId, at, text } of await listUnsure(ctx, { since, limit: mostQuestions })) {
    const question = text.replace(/\s+/g, " ").trim().slice(0, longestQuestion).toWellFormed();
    if (question !== "") asked.push({ question, conversationId, at });
  }
  const groups = topicsOf(asked.map(({ question }) => question));
  const grouped = [...Map.groupBy(asked, (_, n) => groups[n]!).values()].toSorted((a, b) => b.length - a.length);
  const gaps: Gap[] = [];
  for (const group of grouped.slice(0, mostGroups)) {
    if (gaps.length >= limit) break;
    const question = shortestOf(group.map((one) => one.question));
    const [best] = await searchKnowledge(ctx, { question, limit: 1 });
    const coverage = best?.coverage ?? 0;
    if (coverage >= enough) continue;
    const conversationIds = [...new Set(group.map(({ conversationId }) => conversationId))];
    gaps.push({ question, count: conversationIds.length, conversationIds, lastAskedAt: newest(group), coverage });
  }
  return gaps.toSorted((a, b) => b.count - a.count || b.lastAskedAt.getTime() - a.lastAskedAt.getTime());
}

function newest(asked: readonly { at: Date }[]): Date {
  return new Date(Math.max(...asked.map(({ at }) => at.getTime())));
}

/** What the agent looked for; empty when its arguments say nothing. */
export function questionOf({ request }: Pick<ToolCall, "request">): string {
  if (typeof request !== "string") return "";
  try {
    const given: unknown = JSON.parse(request);
    return typeof given === "object" && given !== null && "question" in given ? String(given.question).trim() : "";
  } catch {
    return "";
  }
}

/** The plainest way to ask. */
function shortestOf(questions: readonly string[]): string {
  return questions.reduce((shortest, question) => (question.length < shortest.length ? question : shortest));
}
