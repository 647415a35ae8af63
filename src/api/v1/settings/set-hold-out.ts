import { z } from "zod";
import { setHoldOut as set } from "../../../domain/hold-outs/index.ts";
import { endpoint } from "../../endpoint.ts";
import { holdOutInput, holdOutShape, showHoldOut } from "./hold-out-shape.ts";

export const setHoldOut = endpoint({
  method: "put",
  path: "/v1/settings/hold-out",
  scope: "settings:manage",
  summary: "Keep the AI out of some conversations, to measure what it does in the others",
  description:
    "Drawn by chance, before the AI's first turn in a conversation that was opened since. There it sends nothing by " +
    "itself: its drafts wait for people. What was drawn stays. The report on the AI compares the two.",
  tag: "Settings",
  input: z.object(holdOutInput),
  output: holdOutShape,
  run: async (ctx, input) => showHoldOut(await set(ctx, input)),
});
