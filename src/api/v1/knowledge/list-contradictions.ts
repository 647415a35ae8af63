import { z } from "zod";
import { listContradictions as list } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";

const contradictionShape = z
  .object({
    articles: z
      .array(
        z.object({
          articleId: z.uuid(),
          title: z.string(),
          sentence: z.string().describe("As it stands in the article."),
          terms: z.array(z.string()).describe("The figures in it, each with its unit: `30 day`, `10 %`."),
        }),
      )
      .describe("The two."),
    question: z.string().describe("The newest that led to both."),
    conversationIds: z.array(z.uuid()).describe("Where it stood in the AI's way, newest first."),
    lastAskedAt: z.iso.datetime(),
  })
  .meta({ id: "KnowledgeContradiction" });

export const listContradictions = endpoint({
  method: "get",
  path: "/v1/knowledge/contradictions",
  scope: "knowledge:read",
  summary: "List published articles that contradict each other, most often asked first",
  description:
    "Two articles the AI found for the same question in the last thirty days, that give other periods or percentages for " +
    "what seems to be the same thing. It tells a customer what your guidance says of it, or neither. Only from " +
    "conversations you may see; one that was put right is left out. Needs `conversations:read` as well.",
  tag: "Knowledge",
  input: z.object({ limit: z.coerce.number().int().min(1).max(40).default(20) }),
  output: listOf(contradictionShape),
  async run(ctx, { limit }) {
    return wholeList(await list(ctx, { limit }), ({ lastAskedAt, articles, ...one }) => ({
      ...{ ...one, articles: [...articles] },
      lastAskedAt: lastAskedAt.toISOString(),
    }));
  },
});
