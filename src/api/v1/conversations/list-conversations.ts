import { z } from "zod";
import { listConversations as list } from "../../../domain/conversations/index.ts";
import { teamsOf } from "../../../domain/teams/index.ts";
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
    team: z
      .union([z.literal("mine"), z.uuid()])
      .optional()
      .describe("`mine`: those of the teams one belongs to; or a team's id. Absent: with and without a team."),
    ...pageInput,
  }),
  output: listOf(conversationShape),
  remembered: true,
  async run(ctx, { folder, assignee, team, limit, cursor }, call) {
    const assigneeId = assignee === "me" ? ownMemberId(ctx, "assignee") : assignee;
    const teamIds = await teamsAsked(ctx, team);
    const filters = { folder, assigneeId: assigneeId ?? null, team: team ?? null };
    const page = call.page({ limit, cursor, filters, position: momentAndId });
    const rows = await list(ctx, {
      folder,
      limit: page.ask,
      ...(assigneeId !== undefined && { assigneeId }),
      ...(teamIds !== undefined && { teamIds }),
      ...(page.after && { after: { lastMessageAt: new Date(page.after[0]), id: page.after[1] } }),
    });
    return page.of(rows, showConversation, (row) => [row.lastMessageAt.toISOString(), row.id]);
  },
});

async function teamsAsked(ctx: Context, team: string | undefined): Promise<string[] | undefined> {
  if (team === undefined) return undefined;
  return team === "mine" ? teamsOf(ctx, { memberId: ownMemberId(ctx, "team") }) : [team];
}

function ownMemberId({ actor }: Context, path: string): string {
  if (actor.type === "member") return actor.id;
  throw new InvalidInput([{ path, message: "`me` and `mine` are for a person who is logged in" }]);
}
