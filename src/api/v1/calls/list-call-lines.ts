import { z } from "zod";
import { type CallLine, listLines } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";

const callLine = z
  .object({
    id: z.uuid(),
    speaker: z.enum(["customer", "ai", "shop"]).describe("shop: whoever of the shop, or called in by it, she heard."),
    text: z.string().describe("As it was understood, or as it was heard."),
    wasCut: z.boolean().describe("The caller spoke into it: `text` is what she had heard by then."),
    firstWordsMs: z
      .number()
      .int()
      .nullable()
      .describe("Of an answer of the model: from the end of the caller's words to its first."),
    spokenAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "CallLine" });

export const listCallLines = endpoint({
  method: "get",
  path: "/v1/calls/:callId/lines",
  scope: "conversations:read",
  summary: "List what was said in a call with the assistant, or while it was recorded, in order",
  tag: "Calls",
  input: z.object({ callId: z.uuid(), ...pageInput }),
  output: listOf(callLine),
  async run(ctx, { callId, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { callId }, position: z.tuple([z.iso.datetime(), z.int()]) });
    const after = page.after && { spokenAt: new Date(page.after[0]), n: page.after[1] };
    const rows = await listLines(ctx, { callId, limit: page.ask, ...(after && { after }) });
    return page.of(rows, showLine, ({ spokenAt, n }) => [spokenAt.toISOString(), n]);
  },
});

function showLine({ id, speaker, text, wasCut, firstWordsMs, ...line }: CallLine): z.input<typeof callLine> {
  const [spokenAt, createdAt] = [line.spokenAt.toISOString(), line.createdAt.toISOString()];
  return { id, speaker, text, wasCut, firstWordsMs, spokenAt, createdAt };
}
