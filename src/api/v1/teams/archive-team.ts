import { z } from "zod";
import { archiveTeam as archive } from "../../../domain/teams/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const archiveTeam = endpoint({
  method: "delete",
  path: "/v1/teams/:teamId",
  scope: "teams:manage",
  summary: "Take a team out of use",
  description: "Nothing enters its queue and nothing is handed out. Its conversations keep it; it can be restored.",
  tag: "Teams",
  input: z.object({ teamId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => archive(ctx, input),
});
