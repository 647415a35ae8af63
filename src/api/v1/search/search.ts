import { z } from "zod";
import { bounds, type SearchPosition, searchWorkspace } from "../../../domain/search/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { hitShape, showHit } from "./hit-shape.ts";

/** When the first page was asked for, how far it went, below which number, how many together, the last row, whether words are guessed. */
const position = z.tuple([
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number().nullable(),
  z.uuid().nullable(),
  z.boolean(),
]);

export const search = endpoint({
  method: "get",
  path: "/v1/search",
  scope: "conversations:read",
  summary: "Search conversations, messages, customers and orders",
  description:
    "By words in any of 14 languages, by address, phone or order number, and by field: `from:mia tag:refund after:2026-10`. " +
    "Without a `type`: up to five customers and orders each, exact ones first, then conversations; customers and orders " +
    "only for callers who may read them. Spam and trash only with `is:spam` or `is:trash`. A query that cannot be " +
    "understood is answered 422 with `details.position`, one that takes too long 503 with `details.reason` `too_heavy`. " +
    "A page may be short and still have a `nextCursor`. What was written in the last seconds may be missing.",
  tag: "Search",
  input: z.object({
    q: z.string().max(bounds.characters).describe("What to look for."),
    type: z
      .enum(["conversation", "message", "customer", "order"])
      .optional()
      .describe("Only these. Messages: each that fits; conversations: each once, by the best of its messages."),
    ...pageInput,
  }),
  output: listOf(hitShape).extend({
    guessed: z
      .boolean()
      .describe("Nothing has exactly these words: they were taken for beginnings of words, or typing mistakes."),
  }),
  problems: [503],
  async run(ctx, { q, type, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { q, type: type ?? null }, position });
    const { hits, next, guessed } = await searchWorkspace(ctx, {
      query: q,
      limit,
      ...(type && { type }),
      ...(page.after && { after: opened(page.after) }),
    });
    return { ...page.upTo(hits.map(showHit), next && sealed(next)), guessed };
  },
});

function sealed({ askedAt, top, below, size, last, guessed }: SearchPosition): z.infer<typeof position> {
  return [askedAt, top, below, size, last?.score ?? null, last?.id ?? null, guessed];
}

function opened([askedAt, top, below, size, score, id, guessed]: z.infer<typeof position>): SearchPosition {
  return { askedAt, top, below, size, last: score === null || id === null ? null : { score, id }, guessed };
}
