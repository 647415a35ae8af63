import { z } from "zod";
import { listTools, stopAi as stop } from "../../../domain/tool-switches/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showSwitches, switchesShape } from "./switch-shape.ts";

export const stopAi = endpoint({
  method: "put",
  path: "/v1/ai/stop",
  scope: "settings:manage",
  summary: "Stop the AI at once",
  description:
    "Turns under way end as `skipped`; nothing is sent or asked of a shop by it any more; callers get a person. Safe " +
    "to repeat.",
  tag: "AI",
  input: z.object({ reason: z.string().trim().max(300).default("").describe("For colleagues.") }),
  output: switchesShape,
  async run(ctx, input) {
    await stop(ctx, input);
    return showSwitches(await listTools(ctx));
  },
});
