import { z } from "zod";
import { lineSettings, type PhoneLine } from "../../../domain/calls/index.ts";

export const phoneLineShape = z
  .object({
    id: z.uuid(),
    connectionId: z.uuid(),
    number: z.string(),
    name: z.string(),
    settings: lineSettings.describe("All of them, with what was not arranged as it usually is."),
  })
  .meta({ id: "PhoneLine" });

export const nameInput = z.string().trim().max(80);
export const settingsInput = lineSettings.describe(
  "Greeting, opening hours, menus by keys and words, queue, voicemail, recording. What is absent is as usual.",
);

export function showPhoneLine({ id, connectionId, number, name, settings }: PhoneLine) {
  return { id, connectionId, number, name, settings };
}
