import { z } from "zod";
import { requestTurn, runTurn } from "../src/ai/index.ts";
import { defineWorker } from "./define-worker.ts";

const turn = z.object({ runId: z.uuid() });

/** The AI agent's turns: each message asks for one or makes it needless; it runs once a burst of messages is over. */
export const ai = defineWorker("ai", {
  concurrency: 4,
  leaseMs: 3 * 60_000,
  maxFailures: 3,
  orderingField: "conversationId",
  on: { "message.received": requestTurn, "message.sent": requestTurn },
  jobs: { "run.turn": (ctx, payload) => runTurn(ctx, turn.parse(payload)) },
});
