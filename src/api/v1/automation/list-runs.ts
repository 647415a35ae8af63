import { z } from "zod";
import { listRuns as list } from "../../../domain/automation/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, momentAndId, pageInput } from "../../pages.ts";
import { runShape, showRun } from "./run-shape.ts";

export const listRuns = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/runs",
  scope: "conversations:read",
  summary: "List the AI's turns on a conversation, newest first",
  tag: "AI",
  input: z.object({ conversationId: z.uuid(), ...pageInput }),
  output: listOf(runShape),
  async run(ctx, { conversationId, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { conversationId }, position: momentAndId });
    const after = page.after && { createdAt: new Date(page.after[0]), id: page.after[1] };
    const rows = await list(ctx, { conversationId, limit: page.ask, ...(after && { after }) });
    return page.of(rows, showRun, (run) => [run.createdAt.toISOString(), run.id]);
  },
});
