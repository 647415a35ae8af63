import { z } from "zod";
import { setAvailability as set } from "../../../domain/teams/index.ts";
import { endpoint } from "../../endpoint.ts";
import { intent, memberShape, showMemberById } from "./member-shape.ts";

export const setAvailability = endpoint({
  method: "put",
  path: "/v1/members/:memberId/availability",
  scope: "members:read",
  summary: "Say whether a member takes new work",
  description: "Everyone says it of themselves; of somebody else it needs `teams:manage`.",
  tag: "Members",
  input: z.object({ memberId: z.uuid(), intent }),
  output: memberShape,
  async run(ctx, input) {
    await set(ctx, input);
    return showMemberById(ctx, input.memberId);
  },
});
