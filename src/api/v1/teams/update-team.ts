import { z } from "zod";
import { updateTeam as update } from "../../../domain/teams/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showTeam, teamMode, teamName, teamShape } from "./team-shape.ts";

export const updateTeam = endpoint({
  method: "patch",
  path: "/v1/teams/:teamId",
  scope: "teams:manage",
  summary: "Rename a team, or change how work is handed out",
  description: "What is absent stays. 409 with `details.reason` = `name_taken` when another team has the name.",
  tag: "Teams",
  input: z.object({ teamId: z.uuid(), name: teamName.optional(), mode: teamMode.optional() }),
  output: teamShape,
  problems: [409],
  async run(ctx, { teamId, name, mode }) {
    const given = { ...(name !== undefined && { name }), ...(mode !== undefined && { mode }) };
    return showTeam(await update(ctx, { teamId, ...given }));
  },
});
