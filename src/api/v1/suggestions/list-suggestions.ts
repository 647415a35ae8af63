import { z } from "zod";
import { listSuggestions as list, type ReplySuggestion } from "../../../domain/suggestions/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";

const state = z.enum(["waiting", "approved", "rejected"]);

const suggestionShape = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid().describe("Where it was answered."),
    question: z.string(),
    answer: z.string().describe("What a person answered, without addresses, numbers and names."),
    state,
    articleId: z.uuid().nullable().describe("What became of it."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "ReplySuggestion" });

export const listSuggestions = endpoint({
  method: "get",
  path: "/v1/knowledge/suggestions",
  scope: "knowledge:read",
  summary: "List answers of people that are proposed as articles, newest first",
  description:
    "Of conversations that stayed closed for seven days, where the answer names no order and no article speaks of it. " +
    "At most 100, and only from conversations you may see. Needs `conversations:read` as well.",
  tag: "Knowledge",
  input: z.object({ state: state.default("waiting") }),
  output: listOf(suggestionShape),
  run: async (ctx, input) => wholeList(await list(ctx, input), show),
});

function show({ id, conversationId, question, answer, state: at, articleId, createdAt }: ReplySuggestion) {
  return { id, conversationId, question, answer, state: at, articleId, createdAt: createdAt.toISOString() };
}
