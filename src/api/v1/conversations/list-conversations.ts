import { z } from "zod";
import { listConversations as list } from "../../../domain/conversations/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { endpoint } from "../../endpoint.ts";
import { InvalidInput } from "../../errors.ts";
import { listOf, momentAndId, pageInput } from "../../pages.ts";
import { conversationFolder, conversationShape, showConversation } from "./conversation-shape.ts";

export const listConversations = endpoint({
  method: "get",
  path: "/v1/conversations",
  scope: "conversations:read",
  summary: "List conversations, latest activity first",
  tag: "Conversations",
  input: z.object({
    folder: conversationFolder.default("open"),
    assignee: z
      .union([z.literal(["me", "none"]), z.uuid()])
      .optional()
      .describe("`me`, `none`, or a member's id. Absent: everyone's."),
    ...pageInput,
  }),
  output: listOf(conversationShape),
  remembered: true,
  async run(ctx, { folder, assignee, limit, cursor }, call) {
    const assigneeId = assignee === "me" ? ownMemberId(ctx) : assignee;
    const filters = { folder, assigneeId: assigneeId ?? null };
    const page = call.page({ limit, cursor, filters, position: momentAndId });
    const rows = await list(ctx, {
      folder,
      limit: page.ask,
      ...(assigneeId !== undefined && { assigneeId }),
      ...(page.after && { after: { lastMessageAt: new Date(page.after[0]), id: page.after[1] } }),
    });
    return page.of(rows, showConversation, (row) => [row.lastMessageAt.toISOString(), row.id]);
  },
});

function ownMemberId({ actor }: Context): string {
  if (actor.type === "member") return actor.id;
  throw new InvalidInput([{ path: "assignee", message: "`me` is for a person who is logged in" }]);
}
