import { z } from "zod";
import { mostPercent } from "../../../domain/hold-outs/index.ts";

export const holdOutInput = {
  percent: z
    .number()
    .int()
    .min(0)
    .max(mostPercent)
    .describe("Of so many new conversations in a hundred the AI keeps out; 0: of none."),
};

export const holdOutShape = z
  .object({
    ...holdOutInput,
    since: z.iso.datetime().nullable().describe("Conversations that are older take no part; null: none is drawn."),
  })
  .meta({ id: "HoldOut" });

export function showHoldOut({ percent, since }: { percent: number; since: Date | null }) {
  return { percent, since: since?.toISOString() ?? null };
}
