import { findStanding, finishRun, type HandOverReason, handOver, type Run } from "../domain/automation/index.ts";
import type { Conversation } from "../domain/conversations/index.ts";
import { type Guidance, maySendAlone } from "../domain/guidance/index.ts";
import { isHeldOut } from "../domain/hold-outs/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { actingFor } from "./acting-for.ts";
import type { Evidence } from "./evidence.ts";
import type { Final } from "./final.ts";
import { packetOf } from "./packet.ts";
import { sentencesIn } from "./words/sentences.ts";

export interface Handing {
  conversation: Conversation;
  guidance: Guidance;
  code: HandOverReason;
  /** Why, in words an agent understands. */
  reason: string;
  /** What the customer writes; null in doubt. */
  language: string | null;
  /** What the model said, if it was asked. */
  final?: Final;
  /** What it would have said, where that must not reach the customer. */
  suggested?: string;
  evidence?: Evidence;
  firstMessageId?: string;
}

/**
 * Gives the conversation to people, and ends the run. The customer hears of it only where the AI may write to her by
 * itself. Where people have it already the run ends without a word.
 *
 * @throws AppError("conflict") when the conversation went on.
 */
export async function handToPeople(ctx: Context, run: Run, handing: Handing): Promise<void> {
  const { conversation, guidance, code, reason, final, evidence = null, firstMessageId, suggested = "" } = handing;
  const { id: conversationId, channel } = conversation;
  const { versionId: guidanceVersionId, content } = guidance;
  const finding = { guidanceVersionId, intent: final?.intent ?? null, ...(firstMessageId && { firstMessageId }) };
  if (await findStanding(ctx, conversationId)) {
    const said = { status: "skipped" as const, reason: `People have this conversation. ${reason}` };
    await finishRun(ctx, { runId: run.id, ...said, ...finding });
    return;
  }
  const sentences = sentencesIn(handing.language ?? content.languages[0] ?? null);
  const own = code === "safety" ? sentences.safety : final?.reply || sentences.handOver;
  const mayTell = maySendAlone(content, channel) && !(await isHeldOut(ctx, conversationId));
  const message = mayTell ? own : null;
  const packet = {
    intent: finding.intent,
    summary: final?.summary ?? "",
    evidence,
    suggested: final?.reply || suggested,
  };
  await handOver(actingFor(ctx, run, ["conversations:write"]), {
    ...{ ...finding, conversationId, runId: run.id, handOverReason: code, reason, message },
    note: packetOf({ ...packet, reason, told: message }),
    ...{ teamId: content.handOverTeamId, lastSeenMessageId: run.lastMessageId },
  });
}
