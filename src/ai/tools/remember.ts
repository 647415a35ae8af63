import { z } from "zod";
import { remember as keep, memoryKinds } from "../../domain/memories/index.ts";
import { builtIn } from "../../domain/tool-switches/index.ts";
import { defineTool } from "./tool.ts";

export const remember = defineTool({
  ...builtIn("remember"),
  description:
    "Keeps something lasting that the customer has written about herself here, for her later conversations: a size, a preference, a wish for delivery. `words`: her own words, copied exactly, one short thing. Nothing about health or beliefs, no numbers of cards or accounts, and nothing that is only for now.",
  input: z.strictObject({ kind: z.enum(memoryKinds), words: z.string() }),
  may: ["customers:write"],
  async run({ ctx, conversationId }, { kind, words }) {
    const kept = await keep(ctx, { conversationId, kind, words });
    return { kept: kept.words };
  },
});
