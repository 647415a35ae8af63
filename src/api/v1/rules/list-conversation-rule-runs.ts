import { z } from "zod";
import { getConversation } from "../../../domain/conversations/index.ts";
import { listRuns } from "../../../domain/rules/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { ruleRunShape, showRuleRun } from "./rule-run-shape.ts";

export const listConversationRuleRuns = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/rule-runs",
  scope: "rules:read",
  summary: "List what rules did in a conversation, newest first",
  description: "Also needs `conversations:read`.",
  tag: "Rules",
  input: z.object({ conversationId: z.uuid(), ...pageInput }),
  output: listOf(ruleRunShape),
  async run(ctx, { conversationId, limit, cursor }, call) {
    await getConversation(ctx, conversationId);
    const page = call.page({ limit, cursor, filters: { conversationId }, position: z.tuple([z.uuid()]) });
    const after = page.after && { after: page.after[0] };
    const rows = await listRuns(ctx, { conversationId, limit: page.ask, ...after });
    return page.of(rows, showRuleRun, ({ run }) => [run.id]);
  },
});
