import { z } from "zod";
import { listCannedReplies as list } from "../../../domain/canned/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { cannedReplyShape, showCannedReplies } from "./canned-reply-shape.ts";

/** Team, uses, name and id: the position in this list. */
const position = z.tuple([z.uuid().nullable(), z.number().int(), z.string(), z.uuid()]);

export const listCannedReplies = endpoint({
  method: "get",
  path: "/v1/canned-replies",
  scope: "canned_replies:read",
  summary: "List canned replies, most used first",
  tag: "Canned replies",
  input: z.object({
    q: z.string().max(200).default("").describe("Words that stand in the name, the shortcut or the text."),
    language: z
      .string()
      .min(1)
      .max(35)
      .optional()
      .describe("BCP 47. `de` finds `de`, `de-AT` and those for every language. Absent: all."),
    archived: z.enum(["true", "false"]).default("false").describe("Those out of use, instead of those in use."),
    offered: z
      .enum(["true", "false"])
      .default("false")
      .describe("Those offered to you as you write: your teams' replies, which come first, and everybody's."),
    ...pageInput,
  }),
  output: listOf(cannedReplyShape),
  async run(ctx, { q, language, archived, offered, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { q, language: language ?? null, archived, offered }, position });
    const rows = await list(ctx, {
      words: q,
      archived: archived === "true",
      offered: offered === "true",
      limit: page.ask,
      ...(language !== undefined && { language }),
      ...(page.after && { after: afterOf(page.after) }),
    });
    return page.of(rows, await showCannedReplies(ctx, rows), (row) => [row.teamId, row.usageCount, row.name, row.id]);
  },
});

function afterOf([teamId, usageCount, name, id]: z.infer<typeof position>) {
  return { teamId, usageCount, name, id };
}
