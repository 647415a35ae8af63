import { z } from "zod";
import { compareVersions as compare } from "../../../domain/knowledge/index.ts";
import { endpoint } from "../../endpoint.ts";

export const compareArticleVersions = endpoint({
  method: "get",
  path: "/v1/articles/:articleId/changes",
  scope: "knowledge:read",
  summary: "Compare two versions of an article line by line",
  description: "Without more: what publishing the newest version would change. 404 for a version that is not there.",
  tag: "Knowledge",
  input: z.object({
    articleId: z.uuid(),
    from: z.coerce
      .number()
      .int()
      .min(0)
      .optional()
      .describe("Default: the one that is published, or 0, which is empty."),
    to: z.coerce.number().int().min(1).optional().describe("Default: the newest."),
  }),
  output: z.object({
    from: z.number().int(),
    to: z.number().int(),
    fromTitle: z.string(),
    toTitle: z.string(),
    lines: z.array(z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() })),
  }),
  run: (ctx, { articleId, from, to }) =>
    compare(ctx, { articleId, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }),
});
