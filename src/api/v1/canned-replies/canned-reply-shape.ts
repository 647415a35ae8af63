import { z } from "zod";
import { type CannedReply, longest, shortcutPattern } from "../../../domain/canned/index.ts";
import { mostSteps, problemsOfSteps } from "../../../domain/steps/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { stepProblem, stepShape } from "../steps/step-shape.ts";

/** What a person writes of a canned reply. */
export const wordingInput = {
  name: z.string().trim().min(1).max(longest.name),
  shortcut: z
    .string()
    .max(longest.shortcut)
    .regex(shortcutPattern, "Lower-case letters and digits joined by hyphens: refund-policy")
    .describe(
      "Typed after a slash; lower-case letters and digits joined by hyphens. One reply in use of a team has it.",
    ),
  body: z
    .string()
    .max(longest.body)
    .describe(
      "Plain text with variables: `{{customer.first_name}}`, or `{{customer.first_name|there}}`. Empty only with steps.",
    ),
  steps: z
    .array(stepShape)
    .max(mostSteps)
    .describe("What is done with the conversation, and asked of the shop, as the text is sent."),
  teamId: z
    .uuid()
    .nullable()
    .describe("The team it is offered to; null: everybody. Each team may have a reply of its own for a shortcut."),
  language: z.string().min(1).max(35).nullable().describe("BCP 47, such as `de` or `pt-BR`; null: every language."),
};

export const cannedReplyShape = z
  .object({
    id: z.uuid(),
    name: z.string(),
    shortcut: z.string(),
    body: z.string(),
    steps: z.array(stepShape),
    problems: z.array(stepProblem).describe("Steps that cannot be done any more: what they name is archived or gone."),
    language: z.string().nullable(),
    teamId: z.uuid().nullable().describe("The team it is offered to; null: everybody."),
    version: z.number().int().describe("Counts changes. Send it with a change to overwrite only what you have seen."),
    usageCount: z.number().int(),
    lastUsedAt: z.iso.datetime().nullable(),
    createdBy: z.uuid().nullable().describe("The member who made it; null when a program did."),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    archivedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "CannedReply" });

export async function showCannedReply(ctx: Context, row: CannedReply): Promise<z.input<typeof cannedReplyShape>> {
  return (await showCannedReplies(ctx, [row]))(row);
}

/** @returns how to show each of these. */
export async function showCannedReplies(
  ctx: Context,
  rows: readonly CannedReply[],
): Promise<(row: CannedReply) => z.input<typeof cannedReplyShape>> {
  const found = await problemsOfSteps(
    ctx,
    rows.map(({ steps }) => steps),
  );
  const problems = new Map(rows.map(({ id }, n) => [id, found[n] ?? []]));
  return (row) => ({
    ...row,
    problems: problems.get(row.id) ?? [],
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  });
}
