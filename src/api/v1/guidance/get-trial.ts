import { z } from "zod";
import { getTrial as get } from "../../../domain/trials/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showTrial, trialShape } from "./trial-shape.ts";

export const getTrial = endpoint({
  method: "get",
  path: "/v1/guidance/trials/:trialId",
  scope: "settings:manage",
  summary: "Read how far a trial is",
  tag: "AI",
  input: z.object({ trialId: z.uuid() }),
  output: trialShape,
  run: async (ctx, { trialId }) => showTrial(await get(ctx, trialId)),
});
