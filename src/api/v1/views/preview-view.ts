import { z } from "zod";
import { previewFilter } from "../../../domain/views/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversation } from "../conversations/conversation-shape.ts";
import { filterProblems, filterShape } from "../filters/filter-shape.ts";

export const previewView = endpoint({
  method: "post",
  path: "/v1/views/preview",
  scope: "conversations:read",
  summary: "Show what a filter would find",
  description: `The newest that fit, before anything is kept. ${filterProblems}`,
  tag: "Views",
  input: z.object({ filter: filterShape, limit: z.number().int().min(1).max(50).default(10) }),
  output: z.object({
    data: z.array(conversationShape),
    complete: z.boolean().describe("False: there are more, or older ones that were not looked at."),
  }),
  async run(ctx, input) {
    const { rows, next } = await previewFilter(ctx, input);
    return { data: rows.map(showConversation), complete: next === null };
  },
});
