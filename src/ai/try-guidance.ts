import type { Run } from "../domain/automation/index.ts";
import { getConversation } from "../domain/conversations/index.ts";
import { inTransaction, readTogether } from "../domain/events/index.ts";
import { type GuidanceContent, maySendAlone } from "../domain/guidance/index.ts";
import { addSpending } from "../domain/models/index.ts";
import type { BuiltInTool } from "../domain/tool-switches/index.ts";
import { findWaitingCase, finishCase, type Tried } from "../domain/trials/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { now } from "../platform/clock.ts";
import { actingFor } from "./acting-for.ts";
import { answerOf } from "./answer-of.ts";
import { compose } from "./compose.ts";
import { type Agent, agentFor, modelsOf } from "./config.ts";
import { reasonFrom } from "./final.ts";
import { grantForTrial } from "./grant.ts";
import { noJournal } from "./journal.ts";
import { listen } from "./listen.ts";
import { NoDraft } from "./no-draft.ts";
import { lookAt } from "./seen.ts";
import { handOverTool } from "./tools/hand-over.ts";
import { toolsFor } from "./tools/index.ts";
import type { Grant, Tool } from "./tools/tool.ts";
import type { Turn } from "./turn.ts";

/** They would show what was said and done later in the conversation. */
const tellsOfLater: ReadonlySet<string> = new Set<BuiltInTool>(["get_conversation", "list_proposals"]);

/**
 * Tries guidance on a past message: what would have been said, and how it would have reached her. Nothing is drafted, sent
 * or changed; what it costs counts against the budget. Orders and articles are as they are today. Safe to repeat.
 */
export async function tryGuidance(ctx: Context, { caseId }: { caseId: string }, given?: Agent): Promise<void> {
  const one = await findWaitingCase(ctx, caseId);
  if (!one) return;
  const agent = given ?? (await agentFor(ctx, "reply"));
  const run = pretended(ctx, one);
  const spent = { tokens: 0, costMicros: 0 };
  const refused: string[] = [];
  const tried = await attempt(ctx, run, agent, { content: one.content, spent, refused }).catch(
    (error: unknown): Tried => {
      if (!(error instanceof NoDraft)) throw error;
      return { outcome: "failed", reason: error.message };
    },
  );
  await finishCase(ctx, { caseId, ...tried, refused, costMicros: spent.costMicros });
}

async function attempt(
  ctx: Context,
  run: Run,
  agent: Agent,
  { content, spent, refused }: { content: GuidanceContent; spent: Turn["spent"]; refused: string[] },
): Promise<Tried> {
  if (agent.models.length === 0) throw new NoDraft("skipped", "No AI model is set up");
  const reader = actingFor(ctx, run, ["conversations:read", "customers:read", "orders:read", "knowledge:read"]);
  // As it stood then: what it was closed with came later.
  const conversation = { ...(await getConversation(reader, run.conversationId)), resolvedAt: null };
  const seen = await readTogether(reader, (reading) => lookAt(reading, conversation));
  const heard = await listen(reader, conversation, run.lastMessageId, seen.messages, { isPast: true });
  if (heard.handOver) {
    return { outcome: "hand_over", reason: heard.handOver.reason, handOverReason: heard.handOver.code };
  }
  const grant = await grantForTrial(reader, run, conversation);
  const tools = [...(await readingTools(reader, grant)), handOverTool];
  const turn = turnOf(ctx, run, agent, { grant, tools, spent });
  const { brief, final } = await compose(turn, {
    ...{ conversation, seen, guidance: content, because: null, refused },
    isSentAlone: maySendAlone(content, conversation.channel),
  });
  const { intent, reason } = final;
  if (final.outcome === "no_reply") return { outcome: "no_reply", intent, reason };
  if (final.outcome === "hand_over") {
    return { outcome: "hand_over", intent, reason, handOverReason: reasonFrom(reason), reply: final.reply || null };
  }
  const answering = { conversation, content, heard, final, answered: brief.answered };
  const { body, sources, confidence, sending } = await answerOf(turn, answering);
  return { outcome: "reply", reply: body, sources, intent, confidence, mode: sending.mode };
}

/** Of its steps nothing is kept but what they cost. */
function turnOf(ctx: Context, run: Run, agent: Agent, given: Pick<Turn, "grant" | "tools" | "spent">): Turn {
  const { limits } = agent;
  return {
    ...{ ctx, run, ...modelsOf(agent), limits, ...given, toolCalls: 0, journal: noJournal() },
    signal: AbortSignal.timeout(limits.deadlineMs),
    deadlineAt: Date.now() + limits.deadlineMs,
    record: ({ kind, inputTokens, outputTokens, costMicros }) =>
      inTransaction(ctx, async (tx) => {
        const isPaid = kind !== "tool" && inputTokens + outputTokens > 0;
        if (isPaid) await addSpending(tx, { inputTokens, outputTokens, costMicros });
      }),
  };
}

/** No tool that changes anything is shown, and the grant would refuse it. */
async function readingTools(reader: Context, grant: Grant): Promise<Tool[]> {
  const all = await toolsFor(reader, grant);
  return all.filter(({ kind, name }) => kind === "read" && !tellsOfLater.has(name));
}

/** What a turn needs of a run, where there is none: nothing of it is kept. */
function pretended(
  { workspaceId }: Context,
  { id, conversationId, messageId }: { id: string; conversationId: string; messageId: string },
): Run {
  return {
    ...{ workspaceId, id, conversationId, lastMessageId: messageId, createdAt: now(), status: "running" as const },
    ...{ because: null, reason: null, handOverReason: null, intent: null, confidence: null, mode: null },
    ...{ guidanceVersionId: null, draftFate: null, firstMessageId: null, model: null },
    ...{ inputTokens: 0, outputTokens: 0, costMicros: 0, startedAt: now(), finishedAt: null },
  };
}
