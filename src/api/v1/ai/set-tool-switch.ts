import { z } from "zod";
import { listTools, setToolSwitch as set } from "../../../domain/tool-switches/index.ts";
import { endpoint } from "../../endpoint.ts";
import { neededLevel, showSwitches, switchesShape } from "./switch-shape.ts";

export const setToolSwitch = endpoint({
  method: "put",
  path: "/v1/ai/switches/:tool",
  scope: "settings:manage",
  summary: "Switch one tool of the AI on or off, and say how sure it must be who writes",
  description:
    "Counts from the next use on, in turns under way too. `not_found` for a tool there is not; `invalid_input` with " +
    "`reason` `below_floor` for a level that the tool is never used with.",
  tag: "AI",
  input: z.object({ tool: z.string().min(1).max(100), isOn: z.boolean(), needs: neededLevel.default(null) }),
  output: switchesShape,
  async run(ctx, input) {
    await set(ctx, input);
    return showSwitches(await listTools(ctx));
  },
});
