import { z } from "zod";
import { getTurn as turnOf } from "../../../domain/turns/index.ts";
import { endpoint } from "../../endpoint.ts";

export const getTurn = endpoint({
  method: "get",
  path: "/v1/messages/:messageId/turn",
  scope: "conversations:read",
  summary: "Read when a text's turn comes",
  description:
    "Texts leave a number one after the other, as fast as carriers let it (a local number of the United States: one " +
    "segment a second), so that none is dropped in a queue of the provider's.",
  tag: "Messages",
  input: z.object({ messageId: z.uuid() }),
  output: z
    .object({
      turn: z
        .object({
          waitingBehind: z.int().describe("Texts that leave the same number before it."),
          startsAt: z.iso.datetime().describe("Not before."),
        })
        .nullable()
        .describe("Null: it does not wait for others."),
    })
    .meta({ id: "Turn" }),
  async run(ctx, input) {
    const turn = await turnOf(ctx, input);
    return { turn: turn && { ...turn, startsAt: turn.startsAt.toISOString() } };
  },
});
