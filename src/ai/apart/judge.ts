import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Evidence } from "../evidence.ts";
import { jsonIn } from "../models/json-in.ts";
import { judgingPrompt } from "../prompts/judge.ts";
import type { Turn } from "../turn.ts";
import { askApart } from "./ask-apart.ts";

const longestMaterial = 60_000;
const mostTold = 3;
const longestTold = 200;

const shape = z.object({ unsupported: z.array(z.int()) });
const schema = {
  type: "object",
  properties: { unsupported: { type: "array", items: { type: "integer" } } },
  required: ["unsupported"],
  additionalProperties: false,
};

export const unjudged = "No model could say whether your articles support all of it";

/**
 * What of an answer nothing supports that its turn was shown, by a model without tools: sentences of it, none if all is
 * supported. Asked only where a model is set up for it, and articles were read. Null: it was to be asked, and could not.
 *
 * @throws NoDraft when nobody wants the turn's answer any more.
 */
export async function unsupportedIn(turn: Turn, reply: string): Promise<string[] | null> {
  const { judges = [], grant } = turn;
  if (judges.length === 0 || !restsOnArticles(grant.evidence)) return [];
  const sentences = sentencesOf(reply);
  const material = materialOf(grant.evidence);
  const boundary = `answer-${randomBytes(8).toString("hex")}`;
  const given = { sentences: sentences.map((text, n) => ({ n: n + 1, text })), material };
  const said = await askApart(turn, {
    ...{ kind: "judgement", models: judges, instructions: judgingPrompt(boundary) },
    text: `${boundary}\n${JSON.stringify(given)}\n${boundary}`,
    output: { name: "judgement", schema },
    about: [reply, ...material],
  });
  const judged = shape.safeParse(jsonIn(said ?? ""));
  if (!judged.success || judged.data.unsupported.some((n) => sentences[n - 1] === undefined)) return null;
  return judged.data.unsupported.map((n) => sentences[n - 1]!);
}

/** For the model that wrote it, and for whoever reads why there is no answer. */
export function toldOf(unsupported: readonly string[]): string[] {
  return unsupported.slice(0, mostTold).map((one) => {
    const short = one.length > longestTold ? `${one.slice(0, longestTold).toWellFormed()} […]` : one;
    return `Nothing that was looked up says this: “${short}”`;
  });
}

/** Shown is enough: a model that does not name its sources is judged as well. */
function restsOnArticles({ sources }: Evidence): boolean {
  return [...sources.values()].flat().some(({ kind }) => kind === "article");
}

/** The newest first, where it is too much. */
function materialOf({ facts, pages, shopWords, customerWords, outsideWords, guidance }: Evidence): string[] {
  const all = [...customerWords, ...shopWords, ...outsideWords, ...pages, ...facts, ...guidance].toReversed();
  let left = longestMaterial;
  return all.flatMap((one) => {
    const part = one.slice(0, Math.max(left, 0)).toWellFormed();
    left -= part.length;
    return part === "" ? [] : [part];
  });
}

function sentencesOf(reply: string): string[] {
  const found = [...new Intl.Segmenter(undefined, { granularity: "sentence" }).segment(reply)];
  return found.flatMap(({ segment }) => segment.trim() || []);
}
