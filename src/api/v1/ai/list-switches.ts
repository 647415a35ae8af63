import { z } from "zod";
import { listTools } from "../../../domain/tool-switches/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showSwitches, switchesShape } from "./switch-shape.ts";

export const listSwitches = endpoint({
  method: "get",
  path: "/v1/ai/switches",
  scope: "conversations:read",
  summary: "Read whether the AI works, and which tools it may use",
  tag: "AI",
  input: z.object({}),
  output: switchesShape,
  run: async (ctx) => showSwitches(await listTools(ctx)),
});
