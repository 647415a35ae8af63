import { z } from "zod";
import { type Outreach, occasions, reasons } from "../../../domain/outreach/index.ts";

export const outreachShape = z
  .object({
    id: z.uuid(),
    customerId: z.uuid(),
    occasion: z.enum(occasions).describe("`cart`: she left one. `back_in_stock`: she asked to be told."),
    sourceId: z.uuid().describe("The checkout, or her request."),
    state: z
      .enum(["planned", "held_out", "not_sent", "begun"])
      .describe("`held_out`: she would have been written to, and chance kept her out. `begun`: by the turn `runId`."),
    reason: z
      .enum(reasons)
      .nullable()
      .describe("Why nothing was sent; with `begun`, why the occasion was over before it was."),
    conversationId: z.uuid().nullable(),
    runId: z.uuid().nullable(),
    percent: z.number().int().nullable().describe("At how many in a hundred it was drawn; null: nothing was."),
    dueAt: z.iso.datetime().describe("When it is, or was, to be decided."),
    decidedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Outreach" });

export function showOutreach(row: Outreach): z.input<typeof outreachShape> {
  const { dueAt, decidedAt, createdAt } = row;
  return {
    ...row,
    ...{ dueAt: dueAt.toISOString(), decidedAt: decidedAt?.toISOString() ?? null, createdAt: createdAt.toISOString() },
  };
}
