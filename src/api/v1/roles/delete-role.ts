import { z } from "zod";
import { deleteRole as remove } from "../../../domain/access/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const deleteRole = endpoint({
  method: "delete",
  path: "/v1/roles/:roleId",
  scope: "members:manage",
  summary: "Delete a role of the workspace's own",
  description: "409 with `details.reason` = `in_use` while members have it.",
  tag: "Members",
  input: z.object({ roleId: z.uuid() }),
  output: nothing,
  problems: [409],
  run: (ctx, input) => remove(ctx, input),
});
