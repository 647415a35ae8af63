import { createArticle, keepMeanings, publishArticle, searchKnowledge } from "../src/domain/knowledge/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import type { Database } from "../src/platform/db.ts";
import { aWorkspace } from "../test/support/factories.ts";
import { percentile } from "./cluster.ts";

const vocabulary = 20_000;
const questions = 300;

/** Words by Zipf's law, as languages have them: a few stand everywhere, most nearly nowhere. */
function zipf(draw: () => number): string {
  const rank = Math.floor(vocabulary ** draw());
  return `${["par", "can", "len", "fjor", "wic", "ret", "shi", "pol"][rank % 8]}${rank.toString(36)}`;
}

/**
 * In place of a model, which would take an hour for all passages: a word points somewhere, a text to the middle of its
 * words. As many numbers as the local model’s.
 */
const meanings = { model: "bench", embed: async (texts: readonly string[]) => texts.map(pointing) };
const size = 512;
const directions = new Map<string, Float32Array>();

function pointing(text: string): Float32Array {
  const sum = new Float32Array(size);
  for (const word of text.match(/[a-z\d]+/g) ?? []) {
    const known = directions.get(word) ?? directionOf(word);
    directions.set(word, known);
    for (let n = 0; n < size; n++) sum[n]! += known[n]!;
  }
  const length = Math.hypot(...sum) || 1;
  return sum.map((value) => value / length);
}

function directionOf(word: string): Float32Array {
  const draw = seeded([...word].reduce((hash, letter) => Math.imul(hash, 31) + letter.charCodeAt(0), 7));
  return Float32Array.from({ length: size }, () => draw() - 0.5);
}

/** A merchant with so many passages, written by the verbs a merchant writes with, and learnt. */
export async function makeKnowledge(db: Database, chunks: number): Promise<Context> {
  const ctx = await aWorkspace(db, "Bench");
  const draw = seeded(7);
  const perArticle = 50;
  for (let made = 0; made < chunks; made += perArticle) {
    const sections = Array.from({ length: perArticle }, (_, n) => {
      const words = Array.from({ length: 90 }, () => zipf(draw));
      return `## Part ${n} ${zipf(draw)}\n\n${words.join(" ")}.`;
    });
    const wording = { category: null, language: "en", questions: [zipf(draw), zipf(draw)] };
    const { id: articleId } = await createArticle(ctx, {
      ...wording,
      title: `${zipf(draw)} ${made}`,
      body: sections.join("\n\n"),
    });
    await publishArticle(ctx, { articleId });
  }
  await keepMeanings(ctx, meanings);
  return ctx;
}

/**
 * How long a shopper's question takes, one after another: 4 to 20 words, one of them misspelt now and then. The time in
 * which a model would read the question is not in it.
 */
export async function searchTimes(ctx: Context, by: "words" | "words and meaning") {
  const draw = seeded(11);
  const times: number[] = [];
  for (let n = 0; n < questions + 20; n++) {
    const words = Array.from({ length: 4 + Math.floor(draw() * 16) }, () => zipf(draw));
    if (draw() < 0.2) words[0] = `${words[0]}x`;
    const question = words.join(" ");
    const meaning = by === "words" ? undefined : { model: meanings.model, vector: pointing(question) };
    const startedAt = performance.now();
    await searchKnowledge(ctx, { question, limit: 4, ...(meaning && { meaning }) });
    if (n >= 20) times.push(performance.now() - startedAt);
  }
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

/** The same numbers in every run. Source: mulberry32, public domain. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
