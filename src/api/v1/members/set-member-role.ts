import { z } from "zod";
import { roles, setMemberRole as set } from "../../../domain/access/index.ts";
import { endpoint } from "../../endpoint.ts";
import { memberShape, showMemberById } from "./member-shape.ts";

export const setMemberRole = endpoint({
  method: "put",
  path: "/v1/members/:memberId/role",
  scope: "members:manage",
  summary: "Give a member another role",
  description:
    "It counts from the member's next request on, and for the API keys she made. 403 for a role that allows more than " +
    "the caller may, and for making or unmaking an owner by anyone but an owner. 409 with `details.reason` = " +
    "`last_owner`.",
  tag: "Members",
  input: z.object({
    memberId: z.uuid(),
    role: z.union([z.enum(roles), z.uuid()]).describe("A built-in role, or the id of one of the workspace's own."),
  }),
  output: memberShape,
  problems: [409],
  async run(ctx, input) {
    await set(ctx, input);
    return showMemberById(ctx, input.memberId);
  },
});
