import { z } from "zod";
import { getTeam as get } from "../../../domain/teams/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showTeam, teamShape } from "./team-shape.ts";

export const getTeam = endpoint({
  method: "get",
  path: "/v1/teams/:teamId",
  scope: "teams:read",
  summary: "Show a team",
  tag: "Teams",
  input: z.object({ teamId: z.uuid() }),
  output: teamShape,
  run: async (ctx, { teamId }) => showTeam(await get(ctx, teamId)),
});
