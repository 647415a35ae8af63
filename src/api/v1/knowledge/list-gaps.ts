import { z } from "zod";
import { listGaps as list } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";

const gapShape = z
  .object({
    question: z.string().describe("The shortest way it was asked."),
    count: z.number().int().describe("Conversations in which it was asked, in other words too."),
    conversationIds: z.array(z.uuid()).describe("Newest first."),
    lastAskedAt: z.iso.datetime(),
    coverage: z.number().min(0).max(1).describe("The part of it that the best published article speaks of."),
  })
  .meta({ id: "KnowledgeGap" });

export const listGaps = endpoint({
  method: "get",
  path: "/v1/knowledge/gaps",
  scope: "knowledge:read",
  summary: "List what is asked and no article answers, most often asked first",
  description:
    "What the AI looked for in vain, what it was unsure of, and what a person threw its draft away for or wrote in words " +
    "of her own. Of the last thirty days, and only from conversations you may see. One that an article answers by now is left out. " +
    "Needs `conversations:read` as well.",
  tag: "Knowledge",
  input: z.object({ limit: z.coerce.number().int().min(1).max(40).default(20) }),
  output: listOf(gapShape),
  async run(ctx, { limit }) {
    return wholeList(await list(ctx, { limit }), ({ lastAskedAt, ...gap }) => ({
      ...gap,
      lastAskedAt: lastAskedAt.toISOString(),
    }));
  },
});
