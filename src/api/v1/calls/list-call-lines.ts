import { z } from "zod";
import { type CallLine, listLines } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";

const callLine = z
  .object({
    id: z.uuid(),
    speaker: z.enum(["customer", "ai"]),
    text: z.string().describe("As it was understood, or as it was heard."),
    wasCut: z.boolean().describe("The caller spoke into it: `text` is what she had heard by then."),
    firstWordsMs: z
      .number()
      .int()
      .nullable()
      .describe("Of an answer of the model: from the end of the caller's words to its first."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "CallLine" });

export const listCallLines = endpoint({
  method: "get",
  path: "/v1/calls/:callId/lines",
  scope: "conversations:read",
  summary: "List what was said in a call while the assistant talked, in order",
  tag: "Calls",
  input: z.object({ callId: z.uuid(), ...pageInput }),
  output: listOf(callLine),
  async run(ctx, { callId, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { callId }, position: z.tuple([z.int()]) });
    const rows = await listLines(ctx, { callId, limit: page.ask, ...(page.after && { after: page.after[0] }) });
    return page.of(rows, showLine, ({ n }) => [n]);
  },
});

function showLine({ id, speaker, text, wasCut, firstWordsMs, createdAt }: CallLine): z.input<typeof callLine> {
  return { id, speaker, text, wasCut, firstWordsMs, createdAt: createdAt.toISOString() };
}
