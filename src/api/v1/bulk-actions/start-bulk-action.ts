import { z } from "zod";
import { longestClientId, mostRunning, startBulkAction as start } from "../../../domain/bulk/index.ts";
import { endpoint } from "../../endpoint.ts";
import { filterProblems } from "../filters/filter-shape.ts";
import { bulkActionInput, bulkActionShape, showBegun, toChoice } from "./bulk-action-shape.ts";

export const startBulkAction = endpoint({
  method: "post",
  path: "/v1/bulk-actions",
  scope: "conversations:write",
  summary: "Do something to many conversations",
  description:
    "A worker does it in your name, up to a thousand conversations at a time; each one that changes has its own event. " +
    "Conversations that are not there or not yours to see are reported, not touched; one that no longer fits the filter " +
    "when its turn comes is left alone. Events `bulk_action.*` tell how far it is. " +
    `429 with \`details.reason\` = \`too_many_running\` while ${mostRunning} run in the workspace; 409 with ` +
    `\`archived\` for a tag, team or field out of use, \`broken_view\` for such a view. ${filterProblems}`,
  tag: "Bulk actions",
  input: z.object({
    ...bulkActionInput,
    clientId: z
      .string()
      .min(1)
      .max(longestClientId)
      .optional()
      .describe("Your own key for it: sent twice with the same, it is started once."),
  }),
  output: bulkActionShape,
  status: 202,
  problems: [409, 429],
  async run(ctx, { selection, action, clientId = null }) {
    return showBegun(await start(ctx, { choice: toChoice(selection), action, clientId }));
  },
});
