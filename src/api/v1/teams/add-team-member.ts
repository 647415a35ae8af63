import { z } from "zod";
import { addTeamMember as add } from "../../../domain/teams/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showTeam, teamShape } from "./team-shape.ts";

export const addTeamMember = endpoint({
  method: "put",
  path: "/v1/teams/:teamId/members/:memberId",
  scope: "teams:manage",
  summary: "Add a member to a team",
  tag: "Teams",
  input: z.object({ teamId: z.uuid(), memberId: z.uuid() }),
  output: teamShape,
  run: async (ctx, input) => showTeam(await add(ctx, input)),
});
