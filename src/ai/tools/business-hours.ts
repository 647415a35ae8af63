import { z } from "zod";
import { listPhoneLines } from "../../domain/calls/index.ts";
import { builtIn } from "../../domain/tool-switches/index.ts";
import { now } from "../../platform/clock.ts";
import { defineTool } from "./tool.ts";

const mostLines = 5;

export const businessHours = defineTool({
  ...builtIn("business_hours"),
  description:
    "When the shop's people answer the phone, by its own clock, and the days they do not. Nothing here: the shop has not said.",
  input: z.strictObject({}),
  may: ["connections:read"],
  async run({ ctx, evidence }) {
    const today = now().toISOString().slice(0, 10);
    const lines = (await listPhoneLines(ctx)).slice(0, mostLines).flatMap(({ number, settings: { hours } }) => {
      if (hours === null) return [];
      const { timeZone, days, closedDates } = hours;
      return [{ number, timeZone, days, closedDates: closedDates.filter((day) => day >= today).slice(0, 10) }];
    });
    if (lines.length > 0) evidence.facts.push(JSON.stringify(lines));
    return { now: now().toISOString(), lines };
  },
});
