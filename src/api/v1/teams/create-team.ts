import { z } from "zod";
import { createTeam as create } from "../../../domain/teams/index.ts";
import { endpoint } from "../../endpoint.ts";
import { isPrivate, showTeam, teamMode, teamName, teamShape } from "./team-shape.ts";

export const createTeam = endpoint({
  method: "post",
  path: "/v1/teams",
  scope: "teams:manage",
  summary: "Make a team",
  description: "409 with `details.reason` = `name_taken` when another team has the name; case does not matter.",
  tag: "Teams",
  input: z.object({ name: teamName, mode: teamMode.default("off"), isPrivate: isPrivate.default(false) }),
  output: teamShape,
  status: 201,
  problems: [409],
  run: async (ctx, input) => showTeam(await create(ctx, input)),
});
