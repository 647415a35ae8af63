import { z } from "zod";
import { listRoles as list } from "../../../domain/access/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { roleShape } from "./role-shape.ts";

export const listRoles = endpoint({
  method: "get",
  path: "/v1/roles",
  scope: "members:read",
  summary: "List the roles: the built-in ones, then the workspace's own",
  tag: "Members",
  input: z.object({}),
  output: listOf(roleShape),
  run: async (ctx) => wholeList(await list(ctx), (role) => role),
});
