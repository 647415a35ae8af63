import { z } from "zod";
import type { RunStep } from "../../../domain/automation/index.ts";
import { assurances } from "../../../domain/tool-switches/index.ts";

const recorded = z.object({
  grant: z.object({
    assurance: z.enum(assurances),
    changesLeft: z.number().int(),
    expiresAt: z.iso.datetime(),
    tools: z.array(z.object({ name: z.string(), isAllowed: z.boolean() })),
  }),
});

export const grantShape = recorded.shape.grant
  .extend({
    assurance: z.enum(assurances).describe("How sure it was that the customer herself writes."),
    changesLeft: z.number().int().describe("Uses of tools that change something which were left."),
    expiresAt: z.iso.datetime().describe("From then on no tool was to be used."),
    tools: z
      .array(z.object({ name: z.string(), isAllowed: z.boolean() }))
      .describe("All that were switched on. Not allowed: it would have had to be surer who writes."),
  })
  .meta({ id: "RunGrant" });

/** As it was with the last question; null: no model was asked, or it is not on record. */
export function grantOf(steps: readonly RunStep[]): z.infer<typeof grantShape> | null {
  const found = steps.flatMap(({ kind, request }) =>
    kind === "model" ? (recorded.safeParse(request).data?.grant ?? []) : [],
  );
  return found.at(-1) ?? null;
}
