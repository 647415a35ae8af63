import { z } from "zod";
import { updateRole as update } from "../../../domain/access/index.ts";
import { endpoint } from "../../endpoint.ts";
import { roleShape, roleWording } from "./role-shape.ts";

export const updateRole = endpoint({
  method: "patch",
  path: "/v1/roles/:roleId",
  scope: "members:manage",
  summary: "Change a role of the workspace's own",
  description:
    "What is absent stays. Whoever has the role is held to it at once. 403 for adding a permission the caller lacks. " +
    "409 with `details.reason` = `name_taken`.",
  tag: "Members",
  input: z.object({
    roleId: z.uuid(),
    name: roleWording.name.optional(),
    permissions: roleWording.permissions.optional(),
  }),
  output: roleShape,
  problems: [409],
  async run(ctx, { roleId, name, permissions }) {
    const change = { ...(name !== undefined && { name }), ...(permissions && { permissions }) };
    return update(ctx, { roleId, ...change });
  },
});
