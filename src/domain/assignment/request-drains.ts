import { getConversation } from "../conversations/index.ts";
import { inTransaction } from "../events/index.ts";
import { teamsOf } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";

/** Has these teams' queues looked at, those of one team one after the other. */
export async function requestDrains(ctx: Context, teamIds: Iterable<string>): Promise<void> {
  const wanted = new Set(teamIds);
  if (wanted.size === 0) return;
  await inTransaction(ctx, async (tx) => {
    for (const teamId of wanted) {
      tx.enqueue({ queue: "assignment", name: "drain", payload: { teamId }, orderingKey: teamId });
    }
  });
}

/** A member may have room now. */
export async function drainForMember(ctx: Context, { memberId }: { memberId: string }): Promise<void> {
  await requestDrains(ctx, await teamsOf(ctx, { memberId, handingOut: true }));
}

/** A conversation entered or left the open ones: it may wait in a queue now, or whoever has it has room. */
export async function drainForConversation(
  ctx: Context,
  { conversationId }: { conversationId: string },
): Promise<void> {
  const { folder, assigneeId, teamId } = await getConversation(ctx, conversationId);
  if (assigneeId !== null) {
    if (folder !== "open") await drainForMember(ctx, { memberId: assigneeId });
  } else if (folder === "open" && teamId !== null) {
    await requestDrains(ctx, [teamId]);
  }
}
