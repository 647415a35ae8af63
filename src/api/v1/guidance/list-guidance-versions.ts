import { z } from "zod";
import { listGuidanceVersions as list } from "../../../domain/guidance/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { guidanceVersionShape, showVersion } from "./guidance-shape.ts";

export const listGuidanceVersions = endpoint({
  method: "get",
  path: "/v1/guidance/versions",
  scope: "settings:manage",
  summary: "List what the AI was told, newest first",
  description: "The first one counts. Each with what it changed.",
  tag: "AI",
  input: z.object(pageInput),
  output: listOf(guidanceVersionShape),
  async run(ctx, { limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: {}, position: z.number().int() });
    const rows = await list(ctx, { limit: page.ask, ...(page.after !== undefined && { before: page.after }) });
    const before = new Map(rows.map((row, n) => [row.id, rows[n + 1] ?? null]));
    return page.of(
      rows,
      (row) => showVersion(row, before.get(row.id) ?? null),
      ({ number }) => number,
    );
  },
});
