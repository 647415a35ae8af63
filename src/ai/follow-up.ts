import { listActions } from "../domain/actions/index.ts";
import { findStanding, hasFollowedUp, lastWord, scheduleRun } from "../domain/automation/index.ts";
import { quietUntil } from "../domain/consent/index.ts";
import { latestCorrespondence, lockConversation } from "../domain/conversations/index.ts";
import { inTransaction } from "../domain/events/index.ts";
import { publishedGuidance } from "../domain/guidance/index.ts";
import { isHeldOut } from "../domain/hold-outs/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { now } from "../platform/clock.ts";
import { type Agent, agentFor } from "./config.ts";

/** Something that the shop has still to do itself: it is not her turn. */
const waitingForUs = ["awaiting_approval", "approved", "executing", "unknown"] as const;

interface Silence {
  conversationId: string;
  /** What the shop wrote and she has not answered. */
  messageId: string;
}

/** Something was sent: if the customer does not answer it for as long as the guidance says, she is reminded. Safe to repeat. */
export async function planFollowUp(ctx: Context, { conversationId }: { conversationId: string }): Promise<void> {
  const { followUpAfterDays: days = null } = (await publishedGuidance(ctx)).content;
  if (days === null) return;
  await inTransaction(ctx, async (tx) => {
    const last = await lastWord(tx, conversationId);
    if (last?.kind !== "reply" || (await isReminded(tx, conversationId))) return;
    const payload: Silence = { conversationId, messageId: last.id };
    const runAt = new Date(now().getTime() + days * 86_400_000);
    tx.enqueue({ queue: "ai", name: "follow_up.begin", payload: { ...payload }, runAt });
  });
}

/**
 * The days are over: a turn reminds her, once for all that she has not answered. Nothing comes of it where anybody wrote
 * since, the conversation was closed or put off, people have it or the shop still owes her something, chance keeps the AI
 * out, or the guidance does not say so any more. A text waits for the hours in which one may reach her unasked.
 * Safe to repeat.
 */
export async function beginFollowUp(ctx: Context, silence: Silence, given?: Agent): Promise<void> {
  const { conversationId, messageId } = silence;
  const { followUpAfterDays = null } = (await publishedGuidance(ctx)).content;
  const { models } = given ?? (await agentFor(ctx, "reply"));
  if (followUpAfterDays === null || models.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    const { folder, channel } = await lockConversation(tx, conversationId, { evenMerged: true });
    const last = await lastWord(tx, conversationId);
    if (folder !== "open" || last?.id !== messageId) return;
    if (await isReminded(tx, conversationId)) return;
    if ((await findStanding(tx, conversationId)) || (await isHeldOut(tx, conversationId))) return;
    if ((await listActions(tx, { conversationId, states: waitingForUs, limit: 1 })).length > 0) return;
    const opensAt = await quietUntil(tx, channel, last.to[0]?.address ?? "");
    if (opensAt) {
      return tx.enqueue({ queue: "ai", name: "follow_up.begin", payload: { ...silence }, runAt: opensAt });
    }
    await scheduleRun(tx, { conversationId, because: { kind: "silence", id: messageId }, delayMs: 0 });
  });
}

/** Once for all that she has not answered; who never wrote is not reminded at all. */
async function isReminded(ctx: Context, conversationId: string): Promise<boolean> {
  const hers = await latestCorrespondence(ctx, conversationId, ["customer"]);
  return hers === null || hasFollowedUp(ctx, { conversationId, since: hers.createdAt });
}
