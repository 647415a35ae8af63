import { z } from "zod";
import { getBulkAction as get } from "../../../domain/bulk/index.ts";
import { endpoint } from "../../endpoint.ts";
import { bulkActionShape, showBulkAction } from "./bulk-action-shape.ts";

export const getBulkAction = endpoint({
  method: "get",
  path: "/v1/bulk-actions/:bulkActionId",
  scope: "conversations:read",
  summary: "Get a bulk action and how far it is",
  tag: "Bulk actions",
  input: z.object({ bulkActionId: z.uuid() }),
  output: bulkActionShape,
  run: async (ctx, { bulkActionId }) => showBulkAction(await get(ctx, bulkActionId)),
});
