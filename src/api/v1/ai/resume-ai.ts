import { z } from "zod";
import { resumeAi as resume } from "../../../domain/tool-switches/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const resumeAi = endpoint({
  method: "delete",
  path: "/v1/ai/stop",
  scope: "settings:manage",
  summary: "Let the AI work again",
  description: "For messages that come from now on; nothing is made up for. Safe to repeat.",
  tag: "AI",
  input: z.object({}),
  output: nothing,
  run: async (ctx) => resume(ctx),
});
