import { z } from "zod";
import { getQueueState, mostCounted } from "../../../domain/assignment/index.ts";
import { endpoint } from "../../endpoint.ts";

export const getQueue = endpoint({
  method: "get",
  path: "/v1/teams/:teamId/queue",
  scope: "teams:read",
  summary: "How much waits in a team's queue, and since when",
  tag: "Teams",
  input: z.object({ teamId: z.uuid() }),
  output: z
    .object({
      waiting: z
        .number()
        .int()
        .describe(`Open conversations of the team that nobody has. ${mostCounted} means as many or more.`),
      oldestSince: z.iso
        .datetime()
        .nullable()
        .describe("Since when the customer who waits longest has been waiting; null when none waits."),
    })
    .meta({ id: "Queue" }),
  async run(ctx, input) {
    const { waiting, oldestSince } = await getQueueState(ctx, input);
    return { waiting, oldestSince: oldestSince?.toISOString() ?? null };
  },
});
