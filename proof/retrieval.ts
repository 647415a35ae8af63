import {
  createArticle,
  keepMeanings,
  type Passage,
  publishArticle,
  searchKnowledge,
} from "../src/domain/knowledge/index.ts";
import { type Context, createWorkspace, systemContext } from "../src/domain/workspaces/index.ts";
import { embedLocally } from "../src/platform/embeddings/embed-locally.ts";
import { type RetrievalSet, retrievalSets, type Said } from "./knowledge/data.ts";
import { onEmptyDatabase } from "./knowledge/database.ts";
import type { ProofResult } from "./result.ts";

/** Ways to order what was found; "hybrid" is what the product does. */
const ways = {
  hybrid: (passage: Passage) => passage.score,
  words: (passage: Passage) => passage.scores.words,
  letters: (passage: Passage) => passage.scores.letters,
  meaning: (passage: Passage) => passage.scores.meaning ?? 0,
};
type Way = keyof typeof ways;

/** The model that needs no provider, so that everybody gets the same numbers. */
const local = { model: "use-lite", embed: embedLocally };

/**
 * Articles of a corpus, and what people asked about them: how often the right one is among the first five. Counted are
 * the questions that hybrid search answers so; the lines compare it with each of its parts.
 */
export async function retrieval(dataDir: string): Promise<ProofResult> {
  const sets = retrievalSets(dataDir);
  if (sets.length === 0) throw new Error(`There are neither banking77 nor ABCD files in ${dataDir}`);
  return onEmptyDatabase(async (db) => {
    const result: ProofResult = { passed: 0, total: 0, lines: [] };
    for (const set of sets) {
      const { id } = await createWorkspace(db, { name: set.name });
      const { questions, ranks, times } = await ask(systemContext(db, id, "proof"), set);
      const within = (way: Way, first: number) => ranks.filter((rank) => rank[way] < first).length;
      const per = (count: number) => ((100 * count) / questions).toFixed(1);
      const table = (["hybrid", "words", "letters", "meaning"] as const)
        .map((way) => `${way} ${per(within(way, 1))}/${per(within(way, 5))}`)
        .join(", ");
      const hybrid = within("hybrid", 5);
      const isBest = (["words", "letters", "meaning"] as const).every((way) => hybrid >= within(way, 5));
      const reached = (100 * hybrid) / questions >= set.floor;
      result.lines.push(
        `${set.name}: ${set.articles.length} articles, ${questions} questions; hit@1/hit@5 in %: ${table}`,
        `${set.name}: floor ${set.floor} ${reached ? "reached" : "MISSED"}; hybrid is ${isBest ? "" : "NOT "}at least as good as each part; p95 ${times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]!.toFixed(1)} ms`,
      );
      result.passed += hybrid;
      result.total += questions;
    }
    return result;
  });
}

async function ask(ctx: Context, { articles, questions }: RetrievalSet) {
  const keys = new Map<string, string>();
  for (const { key, ...wording } of articles) {
    const { id } = await createArticle(ctx, { ...wording, language: "en" });
    await publishArticle(ctx, { articleId: id });
    keys.set(id, key);
  }
  await keepMeanings(ctx, local);
  const times: number[] = [];
  const ranks = [];
  for (const question of questions) {
    const [vector] = await local.embed([question.text]);
    const began = performance.now();
    const meaning = { model: local.model, vector: vector! };
    const found = await searchKnowledge(ctx, { question: question.text, limit: 1000, meaning });
    times.push(performance.now() - began);
    ranks.push(ranksOf(found, keys, question));
  }
  return { questions: questions.length, ranks, times };
}

/** The place of the right article by each way; Infinity where it was not found. */
function ranksOf(found: readonly Passage[], keys: ReadonlyMap<string, string>, { about }: Said): Record<Way, number> {
  const right = found.find(({ articleId }) => keys.get(articleId) === about);
  const rank = (way: Way) => {
    if (!right) return Number.POSITIVE_INFINITY;
    const score = ways[way];
    return found.filter((other) => other !== right && score(other) >= score(right)).length;
  };
  return { hybrid: rank("hybrid"), words: rank("words"), letters: rank("letters"), meaning: rank("meaning") };
}
