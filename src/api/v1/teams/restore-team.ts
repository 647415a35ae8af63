import { z } from "zod";
import { restoreTeam as restore } from "../../../domain/teams/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showTeam, teamShape } from "./team-shape.ts";

export const restoreTeam = endpoint({
  method: "post",
  path: "/v1/teams/:teamId/restoration",
  scope: "teams:manage",
  summary: "Bring an archived team back",
  description: "409 with `details.reason` = `name_taken` when another team took its name meanwhile.",
  tag: "Teams",
  input: z.object({ teamId: z.uuid() }),
  output: teamShape,
  problems: [409],
  run: async (ctx, input) => showTeam(await restore(ctx, input)),
});
