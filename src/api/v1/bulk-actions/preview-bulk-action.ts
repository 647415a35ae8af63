import { z } from "zod";
import { mostPreviewed, previewBulkAction as preview } from "../../../domain/bulk/index.ts";
import { endpoint } from "../../endpoint.ts";
import { bulkActionInput, toChoice } from "./bulk-action-shape.ts";

export const previewBulkAction = endpoint({
  method: "post",
  path: "/v1/bulk-actions/preview",
  scope: "conversations:write",
  summary: "Say how many conversations a bulk action would be about",
  description: "Nothing is changed. What could not be started is refused here too.",
  tag: "Bulk actions",
  input: z.object(bulkActionInput),
  output: z.object({
    conversations: z
      .number()
      .int()
      .nullable()
      .describe(
        `By a filter they are counted up to ${mostPreviewed.toLocaleString("en")}. Null: looking took too long.`,
      ),
    complete: z.boolean().describe("False: there are more."),
  }),
  problems: [409],
  run: (ctx, { selection, action }) => preview(ctx, { choice: toChoice(selection), action }),
});
