import { z } from "zod";
import { removeTeamMember as remove } from "../../../domain/teams/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const removeTeamMember = endpoint({
  method: "delete",
  path: "/v1/teams/:teamId/members/:memberId",
  scope: "teams:manage",
  summary: "Take a member out of a team",
  description: "The conversations the member has stay with that member.",
  tag: "Teams",
  input: z.object({ teamId: z.uuid(), memberId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => remove(ctx, input),
});
