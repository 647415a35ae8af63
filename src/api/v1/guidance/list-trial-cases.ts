import { z } from "zod";
import { listTrialCases as list } from "../../../domain/trials/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { showCase, trialCaseShape } from "./trial-shape.ts";

export const listTrialCases = endpoint({
  method: "get",
  path: "/v1/guidance/trials/:trialId/cases",
  scope: "settings:manage",
  summary: "List what the AI would have said, beside what was said",
  description: "Only of conversations you may see. Needs `conversations:read` as well.",
  tag: "AI",
  input: z.object({ trialId: z.uuid(), ...pageInput }),
  output: listOf(trialCaseShape),
  async run(ctx, { trialId, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { trialId }, position: z.uuid() });
    const rows = await list(ctx, { trialId, limit: page.ask, ...(page.after !== undefined && { after: page.after }) });
    return page.of(rows, showCase, ({ id }) => id);
  },
});
