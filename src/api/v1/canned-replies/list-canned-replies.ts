import { z } from "zod";
import { listCannedReplies as list } from "../../../domain/canned/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { cannedReplyShape, showCannedReply } from "./canned-reply-shape.ts";

/** Uses, name and id: the position in this list. */
const position = z.tuple([z.number().int(), z.string(), z.uuid()]);

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
    ...pageInput,
  }),
  output: listOf(cannedReplyShape),
  async run(ctx, { q, language, archived, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { q, language: language ?? null, archived }, position });
    const rows = await list(ctx, {
      words: q,
      archived: archived === "true",
      limit: page.ask,
      ...(language !== undefined && { language }),
      ...(page.after && { after: { usageCount: page.after[0], name: page.after[1], id: page.after[2] } }),
    });
    return page.of(rows, showCannedReply, (row) => [row.usageCount, row.name, row.id]);
  },
});
