import { z } from "zod";
import { listLinks as list } from "../../../domain/corrections/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { conversationFolder, namedConversation } from "../conversations/conversation-shape.ts";
import { correctionBy } from "./correction-shape.ts";

export const listLinks = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/links",
  scope: "conversations:read",
  summary: "List the conversations linked with one, the newest link first",
  description: "All in one page: there are at most 50.",
  tag: "Corrections",
  input: z.object({ conversationId: z.uuid() }),
  output: listOf(
    z
      .object({
        conversation: namedConversation.extend({ folder: conversationFolder }),
        by: correctionBy,
        at: z.iso.datetime(),
      })
      .meta({ id: "ConversationLink" }),
  ),
  run: async (ctx, { conversationId }) =>
    wholeList(await list(ctx, conversationId), ({ conversation: { id, subject, channel, folder }, by, at }) => ({
      ...{ conversation: { id, subject, channel, folder }, by, at: at.toISOString() },
    })),
});
