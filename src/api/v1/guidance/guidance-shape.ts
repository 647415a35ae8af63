import { z } from "zod";
import {
  changesBetween,
  findPublished,
  type GuidanceContent,
  type GuidanceVersion,
  guidanceContent,
  intentsOf,
  knownIntents,
  noGuidance,
} from "../../../domain/guidance/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";

export const contentInput = guidanceContent.meta({ id: "GuidanceContent" });

const changeShape = z.object({
  what: z.string().describe("`tone`, `procedures refund: over 50 EUR`, `modes email order_status`."),
  before: z.string().nullable().describe("Null: it is new."),
  after: z.string().nullable().describe("Null: it is gone."),
});

export const guidanceShape = z
  .object({
    content: contentInput,
    version: z.number().int().describe("Counts saves; 0: nothing was saved yet."),
    updatedAt: z.iso.datetime().nullable(),
    publishedNumber: z.number().int().nullable().describe("What counts; null: nothing was ever published."),
    changes: z.array(changeShape).describe("Against what is published."),
    intents: z
      .array(z.object({ name: z.string(), meaning: z.string() }))
      .describe("What customers want, as models are told it; procedures add to it."),
  })
  .meta({ id: "Guidance" });

interface Copy {
  content: GuidanceContent;
  version: number;
  updatedAt: Date | null;
}

export async function showGuidance(ctx: Context, copy: Copy): Promise<z.input<typeof guidanceShape>> {
  const { content, version, updatedAt } = copy;
  const published = await findPublished(ctx);
  const meanings: Readonly<Record<string, string>> = knownIntents;
  return {
    ...{ content, version, updatedAt: updatedAt?.toISOString() ?? null, publishedNumber: published?.number ?? null },
    changes: changesBetween(published?.content ?? noGuidance, content),
    intents: intentsOf(content).map((name) => ({ name, meaning: meanings[name] ?? "the shop's own" })),
  };
}

export const guidanceVersionShape = z
  .object({
    id: z.uuid(),
    number: z.number().int(),
    copyOf: z.number().int().nullable().describe("The older one that was published anew."),
    publishedBy: z.uuid().nullable().describe("A member; null when a program did."),
    createdAt: z.iso.datetime(),
    content: contentInput,
    changes: z.array(changeShape).describe("Against the one before it."),
  })
  .meta({ id: "GuidanceVersion" });

export function showVersion(
  row: GuidanceVersion,
  before: GuidanceVersion | null,
): z.input<typeof guidanceVersionShape> {
  const { id, number, copyOf, publishedBy, createdAt, content } = row;
  const changes = changesBetween(before?.content ?? noGuidance, content);
  return { id, number, copyOf, publishedBy, createdAt: createdAt.toISOString(), content, changes };
}
