import { z } from "zod";
import { listViewConversations as list } from "../../../domain/views/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { conversationShape, showConversation } from "../conversations/conversation-shape.ts";

const position = z.object({ by: z.enum(["kept", "walked"]), key: z.number(), id: z.uuid() });

export const listViewConversations = endpoint({
  method: "get",
  path: "/v1/views/:viewId/conversations",
  scope: "conversations:read",
  summary: "List the conversations of a view",
  description:
    "In the view's order. While it is counted for the first time, and for a shared one that asks for `me`, by last " +
    "activity; then a page may be short and still have a `nextCursor`. Spam and trash only if the filter names folders. " +
    "409 with `details.reason` = `broken_view` when something it asks for is gone.",
  tag: "Views",
  input: z.object({ viewId: z.uuid(), ...pageInput }),
  output: listOf(conversationShape),
  problems: [409],
  async run(ctx, { viewId, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { viewId }, position });
    const { rows, next } = await list(ctx, { viewId, limit, ...(page.after && { after: page.after }) });
    return page.upTo(rows.map(showConversation), next);
  },
});
