import { z } from "zod";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { memberShape, showMembers } from "./member-shape.ts";

export const listMembers = endpoint({
  method: "get",
  path: "/v1/members",
  scope: "members:read",
  summary: "List the members of the workspace, with who takes new work",
  tag: "Members",
  input: z.object({}),
  output: listOf(memberShape),
  run: async (ctx) => wholeList(await showMembers(ctx), (member) => member),
});
