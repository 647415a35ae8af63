import { z } from "zod";
import { type ErasureReason, type ErasureRow, erasureReasons, type Holdings } from "../../../domain/privacy/index.ts";

export const erasureReason = z
  .enum(erasureReasons)
  .describe("Words of a closed list, so that nothing about the person is kept with it.");

export const erasureShape = z
  .object({
    customerId: z.uuid(),
    state: z.enum(["preview", "running", "done"]).describe("`preview`: a dry run; nothing was changed."),
    reason: erasureReason.nullable().describe("Null in a preview nobody gave one for."),
    requestedBy: z
      .object({ type: z.string(), id: z.string().nullable() })
      .nullable()
      .describe("A member, or the API key of a program; null in a preview."),
    found: z
      .object({
        conversations: z.number().int(),
        messages: z.number().int(),
        files: z.number().int(),
        orders: z.number().int(),
        identities: z.number().int(),
      })
      .nullable()
      .describe("What there is of the person; in a preview only."),
    progress: z
      .object({ conversations: z.number().int(), of: z.number().int() })
      .describe("Conversations erased, of those there were at the beginning."),
    erased: z
      .object({
        conversations: z.number().int(),
        messages: z.number().int(),
        messagesElsewhere: z.number().int().describe("Changed in other customers' conversations."),
        deliveries: z.number().int().describe("Raw payloads that were emptied."),
        files: z.number().int(),
      })
      .nullable()
      .describe("What is gone so far; null in a preview."),
    requestedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Erasure" });

export function showErasure(row: ErasureRow): z.input<typeof erasureShape> {
  const { customerId, stage, reason, by, erased, conversationCount, createdAt, finishedAt } = row;
  return {
    ...{ customerId, reason, erased, found: null },
    state: stage === "done" ? "done" : "running",
    requestedBy: { type: by.type, id: "id" in by ? by.id : null },
    progress: { conversations: erased.conversations, of: Math.max(conversationCount, erased.conversations) },
    requestedAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

export function showPreview(preview: {
  customerId: string;
  reason: ErasureReason | null;
  found: Holdings;
}): z.input<typeof erasureShape> {
  return {
    ...{ ...preview, state: "preview", requestedBy: null, erased: null, requestedAt: null, finishedAt: null },
    progress: { conversations: 0, of: preview.found.conversations },
  };
}
