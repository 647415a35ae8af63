import { z } from "zod";
import { deleteStatus as remove } from "../../../domain/statuses/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const deleteStatus = endpoint({
  method: "delete",
  path: "/v1/statuses/:statusId",
  scope: "statuses:manage",
  summary: "Delete a status, or archive one that conversations have",
  description:
    "Archived it stays on its conversations, is given to no other, and can be restored. 409 with `details.reason` = " +
    "`default` for the default of a category.",
  tag: "Statuses",
  input: z.object({ statusId: z.uuid() }),
  output: nothing,
  problems: [409],
  run: (ctx, input) => remove(ctx, input),
});
