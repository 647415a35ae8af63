import { z } from "zod";
import { type Memory, memoryKinds } from "../../../domain/memories/index.ts";

export const memoryShape = z
  .object({
    id: z.uuid(),
    kind: z.enum(memoryKinds),
    words: z.string().describe("What she wrote, word for word."),
    conversationId: z.uuid().describe("Where she wrote it."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Memory" });

export function showMemory({ id, kind, words, conversationId, createdAt }: Memory): z.input<typeof memoryShape> {
  return { id, kind, words, conversationId, createdAt: createdAt.toISOString() };
}
