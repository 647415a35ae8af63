import { z } from "zod";
import { setDefaultTeam as set } from "../../../domain/connections/index.ts";
import { endpoint } from "../../endpoint.ts";
import { connectionShape, showConnection } from "./connection-shape.ts";

export const setDefaultTeam = endpoint({
  method: "put",
  path: "/v1/connections/:connectionId/team",
  scope: "teams:manage",
  summary: "Choose the team for new conversations of a connection",
  description:
    "They enter its queue as they arrive; those that are there stay where they are. 409 with `details.reason` = " +
    "`archived` for a team out of use.",
  tag: "Connections",
  input: z.object({ connectionId: z.uuid(), teamId: z.uuid().nullable() }),
  output: connectionShape,
  problems: [409],
  run: async (ctx, input) => showConnection(await set(ctx, input)),
});
