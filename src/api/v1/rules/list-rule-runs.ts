import { z } from "zod";
import { getRule, listRuns } from "../../../domain/rules/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { ruleRunShape, showRuleRun } from "./rule-run-shape.ts";

export const listRuleRuns = endpoint({
  method: "get",
  path: "/v1/rules/:ruleId/runs",
  scope: "rules:read",
  summary: "List what a rule did, newest first",
  description: "Once for each event it fitted, for 90 days; those in conversations you may not see are left out.",
  tag: "Rules",
  input: z.object({
    ruleId: z.uuid(),
    outcome: z.enum(["applied", "skipped", "failed"]).optional(),
    ...pageInput,
  }),
  output: listOf(ruleRunShape),
  async run(ctx, { ruleId, outcome, limit, cursor }, call) {
    await getRule(ctx, ruleId);
    const page = call.page({
      limit,
      cursor,
      filters: { ruleId, outcome: outcome ?? null },
      position: z.tuple([z.uuid()]),
    });
    const rows = await listRuns(ctx, {
      ...{ ruleId, limit: page.ask },
      ...(outcome !== undefined && { outcome }),
      ...(page.after && { after: page.after[0] }),
    });
    return page.of(rows, showRuleRun, ({ run }) => [run.id]);
  },
});
