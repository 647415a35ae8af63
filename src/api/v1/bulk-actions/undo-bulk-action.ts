import { z } from "zod";
import { undoBulkAction as undo } from "../../../domain/bulk/index.ts";
import { endpoint } from "../../endpoint.ts";
import { bulkActionShape, showBegun } from "./bulk-action-shape.ts";

export const undoBulkAction = endpoint({
  method: "post",
  path: "/v1/bulk-actions/:bulkActionId/undo",
  scope: "conversations:write",
  summary: "Take back what a bulk action did",
  description:
    "A bulk action of its own: every conversation gets back what it had. One that runs is cancelled first. What somebody " +
    "changed since is left, and reported. 409 with `details.reason` = `nothing_to_undo`, or `too_late` after seven days.",
  tag: "Bulk actions",
  input: z.object({ bulkActionId: z.uuid() }),
  output: bulkActionShape,
  status: 202,
  problems: [409],
  run: async (ctx, input) => showBegun(await undo(ctx, input)),
});
