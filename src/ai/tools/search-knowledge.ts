import { z } from "zod";
import { readingPaths } from "../../domain/help-centers/index.ts";
import { compared, contradictionsAmong, searchKnowledge as search } from "../../domain/knowledge/index.ts";
import { builtIn } from "../../domain/tool-switches/index.ts";
import { meaningOf } from "../../platform/embeddings/embedder.ts";
import { publicOrigin } from "../config.ts";
import { addSource } from "../evidence.ts";
import { defineTool } from "./tool.ts";

/** Characters of one passage. */
const longest = 1500;
/** Less of the question in a passage is chance. */
const leastCoverage = 0.1;

export const searchKnowledge = defineTool({
  ...builtIn("search_knowledge"),
  description:
    "What the shop's own articles say: shipping, returns, sizes, care, payment and other policies. Ask one thing at a time, in the customer's words. Nothing found means that the shop has not written it down: say that you do not know. Where an article has a page, the customer can read more there: in writing you may give her its address, to the letter.",
  input: z.strictObject({ question: z.string() }),
  async run({ ctx, evidence }, { question }) {
    const meaning = await meaningOf(question);
    const found = await search(ctx, { question, limit: compared, ...(meaning && { meaning }) });
    const passages = found.filter(({ coverage }) => coverage >= leastCoverage);
    evidence.coverage = Math.min(evidence.coverage ?? 1, passages[0]?.coverage ?? 0);
    const contradictions = contradictionsAmong(passages);
    const paths = await readingPaths(
      ctx,
      passages.map(({ articleId }) => articleId),
    );
    evidence.contradictions.push(...contradictions);
    return {
      ...(contradictions.length > 0 && {
        contradictions: contradictions.map((says) => says.map(({ title, sentence }) => `${title}: ${sentence}`)),
        note: "These contradict each other. Say what your guidance says of it; if it says nothing, tell neither and say that a colleague will answer that, or hand over.",
      }),
      articles: passages.map(({ articleId, title, heading, text, sourceUrl, fileName }) => {
        const id = `article-${articleId.slice(-8)}`;
        const told = text.slice(0, longest).toWellFormed();
        addSource(evidence, id, {
          kind: "article",
          id: articleId,
          label: fileName !== null && heading !== "" ? `${title}, ${heading}` : title,
        });
        evidence.facts.push(`${title}\n${heading}\n${told}`);
        const path = paths.get(articleId);
        const page = path === undefined ? undefined : `${publicOrigin()}${path}`;
        if (page !== undefined) evidence.pages.push(page);
        return { id, title, heading, text: told, source: sourceOf(sourceUrl, fileName), ...(page && { page }) };
      }),
    };
  },
});

/** What stands on a page or in a file may be anybody’s words: who shows it to a model says so. */
export function sourceOf(sourceUrl: string | null, fileName: string | null): string {
  if (sourceUrl !== null) return `web page ${sourceUrl}`;
  return fileName === null ? "shop" : `file ${fileName}`;
}
