import { z } from "zod";
import { listTeams as list } from "../../../domain/teams/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { showTeam, teamShape } from "./team-shape.ts";

export const listTeams = endpoint({
  method: "get",
  path: "/v1/teams",
  scope: "teams:read",
  summary: "List the teams with their members",
  tag: "Teams",
  input: z.object({
    archived: z.enum(["true", "false"]).default("false").describe("Those out of use, instead of those in use."),
  }),
  output: listOf(teamShape),
  run: async (ctx, { archived }) => wholeList(await list(ctx, { archived: archived === "true" }), showTeam),
});
