import { z } from "zod";
import { createRole as create } from "../../../domain/access/index.ts";
import { endpoint } from "../../endpoint.ts";
import { roleShape, roleWording } from "./role-shape.ts";

export const createRole = endpoint({
  method: "post",
  path: "/v1/roles",
  scope: "members:manage",
  summary: "Make a role of the workspace's own",
  description: "403 for a permission the maker lacks. 409 with `details.reason` = `name_taken` or `too_many_roles`.",
  tag: "Members",
  input: z.object(roleWording),
  output: roleShape,
  status: 201,
  problems: [409],
  run: (ctx, input) => create(ctx, input),
});
