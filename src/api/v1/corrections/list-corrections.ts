import { z } from "zod";
import { listCorrections as list } from "../../../domain/corrections/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { correctionShape, showCorrections } from "./correction-shape.ts";

export const listCorrections = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/corrections",
  scope: "conversations:read",
  summary: "List what was merged into, split off or moved in a conversation, newest first",
  description: "With those undone since.",
  tag: "Corrections",
  input: z.object({ conversationId: z.uuid(), ...pageInput }),
  output: listOf(correctionShape),
  async run(ctx, { conversationId, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { conversationId }, position: z.int() });
    const before = page.after;
    const rows = await list(ctx, { conversationId, limit: page.ask, ...(before !== undefined && { before }) });
    return page.of(rows, await showCorrections(ctx, rows), (row) => row.number);
  },
});
