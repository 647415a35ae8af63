import { z } from "zod";
import { listTrials as list } from "../../../domain/trials/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { showTrial, trialShape } from "./trial-shape.ts";

export const listTrials = endpoint({
  method: "get",
  path: "/v1/guidance/trials",
  scope: "settings:manage",
  summary: "List trials of guidance, newest first",
  tag: "AI",
  input: z.object(pageInput),
  output: listOf(trialShape),
  async run(ctx, { limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: {}, position: z.uuid() });
    const rows = await list(ctx, { limit: page.ask, ...(page.after !== undefined && { after: page.after }) });
    return page.of(rows, showTrial, ({ id }) => id);
  },
});
