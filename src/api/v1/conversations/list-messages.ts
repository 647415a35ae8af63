import { z } from "zod";
import { listMessages as list } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { messageShape, showMessages } from "./message-shape.ts";

export const listMessages = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/messages",
  scope: "conversations:read",
  summary: "List the messages of a conversation, newest first",
  description: "`nextCursor` goes back in time.",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid(), ...pageInput }),
  output: listOf(messageShape),
  async run(ctx, { conversationId, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { conversationId }, position: z.int() });
    const before = page.after;
    const rows = await list(ctx, { conversationId, limit: page.ask, ...(before !== undefined && { before }) });
    return page.of(rows, await showMessages(ctx, rows), (row) => row.position);
  },
});
