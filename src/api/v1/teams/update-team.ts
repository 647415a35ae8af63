import { z } from "zod";
import { updateTeam as update } from "../../../domain/teams/index.ts";
import { endpoint } from "../../endpoint.ts";
import { isPrivate, showTeam, teamMode, teamName, teamShape } from "./team-shape.ts";

export const updateTeam = endpoint({
  method: "patch",
  path: "/v1/teams/:teamId",
  scope: "teams:manage",
  summary: "Rename a team, change how work is handed out, or who sees it",
  description: "What is absent stays. 409 with `details.reason` = `name_taken` when another team has the name.",
  tag: "Teams",
  input: z.object({
    teamId: z.uuid(),
    name: teamName.optional(),
    mode: teamMode.optional(),
    isPrivate: isPrivate.optional(),
  }),
  output: teamShape,
  problems: [409],
  async run(ctx, { teamId, name, mode, isPrivate: hidden }) {
    const given = {
      ...(name !== undefined && { name }),
      ...(mode !== undefined && { mode }),
      ...(hidden !== undefined && { isPrivate: hidden }),
    };
    return showTeam(await update(ctx, { teamId, ...given }));
  },
});
