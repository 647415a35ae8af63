import { z } from "zod";
import { getWorkingCopy } from "../../../domain/guidance/index.ts";
import { endpoint } from "../../endpoint.ts";
import { guidanceShape, showGuidance } from "./guidance-shape.ts";

export const getGuidance = endpoint({
  method: "get",
  path: "/v1/guidance",
  scope: "settings:manage",
  summary: "Read what the AI is to be told",
  description: "The working copy, with what differs from what is published. Nothing goes by it until it is published.",
  tag: "AI",
  input: z.object({}),
  output: guidanceShape,
  run: async (ctx) => showGuidance(ctx, await getWorkingCopy(ctx)),
});
