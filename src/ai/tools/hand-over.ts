import { z } from "zod";
import { defineTool } from "./tool.ts";

const input = z.strictObject({ reason: z.string(), message: z.string(), summary: z.string() });

/** Ends the turn: nothing is done by calling it, the turn does what it says. */
export const handOverTool = defineTool({
  ...{ name: "hand_over", kind: "read", needs: "anonymous" },
  description:
    "Gives the conversation to a person, and ends your turn: she asks for one, is angry, threatens legal steps, may be in danger, wants what you may not do, or you are not sure. `reason`: a few words. `message`: one or two sentences for the customer, in her language. `summary`: what the person who takes over needs to know.",
  input,
  run: async () => ({}),
});

/** What the model wrote of a hand-over; arguments that make no sense count as not sure. */
export function handOverOf(argumentsJson: string): z.infer<typeof input> {
  try {
    return input.parse(JSON.parse(argumentsJson));
  } catch {
    return { reason: "", message: "", summary: "" };
  }
}
