import { z } from "zod";
import { listMembers as list, roles } from "../../../domain/access/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";

const memberShape = z
  .object({ id: z.uuid(), name: z.string(), email: z.string(), role: z.enum(roles) })
  .meta({ id: "Member" });

export const listMembers = endpoint({
  method: "get",
  path: "/v1/members",
  scope: "members:read",
  summary: "List the members of the workspace",
  tag: "Members",
  input: z.object({}),
  output: listOf(memberShape),
  run: async (ctx) => wholeList(await list(ctx), (member) => member),
});
