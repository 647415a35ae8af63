import { z } from "zod";
import { cancelBulkAction as cancel, getBulkAction } from "../../../domain/bulk/index.ts";
import { endpoint } from "../../endpoint.ts";
import { bulkActionShape, showBulkAction } from "./bulk-action-shape.ts";

export const cancelBulkAction = endpoint({
  method: "post",
  path: "/v1/bulk-actions/:bulkActionId/cancellation",
  scope: "conversations:write",
  summary: "Cancel a bulk action",
  description: "What is done stays done and can be undone. One that has ended stays as it is.",
  tag: "Bulk actions",
  input: z.object({ bulkActionId: z.uuid() }),
  output: bulkActionShape,
  async run(ctx, { bulkActionId }) {
    await cancel(ctx, { bulkActionId });
    return showBulkAction(await getBulkAction(ctx, bulkActionId));
  },
});
