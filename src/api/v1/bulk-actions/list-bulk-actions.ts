import { z } from "zod";
import { listBulkActions as list } from "../../../domain/bulk/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, momentAndId, pageInput } from "../../pages.ts";
import { bulkActionShape, showBulkAction } from "./bulk-action-shape.ts";

export const listBulkActions = endpoint({
  method: "get",
  path: "/v1/bulk-actions",
  scope: "conversations:read",
  summary: "List bulk actions, newest first",
  description: "Your own; with `jobs:manage` everybody's. They are listed for 90 days.",
  tag: "Bulk actions",
  input: z.object({ ...pageInput }),
  output: listOf(bulkActionShape),
  async run(ctx, { limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: null, position: momentAndId });
    const after = page.after && { createdAt: new Date(page.after[0]), id: page.after[1] };
    const rows = await list(ctx, { limit: page.ask, ...(after && { after }) });
    return page.of(rows, showBulkAction, ({ createdAt, id }): [string, string] => [createdAt.toISOString(), id]);
  },
});
