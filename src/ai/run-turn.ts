import {
  findStanding,
  finishRun,
  getRun,
  isOutreach,
  isUnasked,
  type Run,
  startRun,
  writeDraft,
} from "../domain/automation/index.ts";
import { getConversation } from "../domain/conversations/index.ts";
import { inTransaction, readTogether } from "../domain/events/index.ts";
import { maySendAlone, publishedGuidance } from "../domain/guidance/index.ts";
import { noteOver } from "../domain/outreach/index.ts";
import { isAtLeast } from "../domain/tool-switches/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { AppError } from "../platform/errors.ts";
import { actingFor } from "./acting-for.ts";
import { answerOf } from "./answer-of.ts";
import { mayNotAsk } from "./ask-model.ts";
import { causeInWords, occasionOf } from "./cause.ts";
import { compose } from "./compose.ts";
import { type Agent, agentFor, modelsOf } from "./config.ts";
import { reasonFrom } from "./final.ts";
import { handToPeople } from "./hand-over.ts";
import { listen } from "./listen.ts";
import { NoDraft } from "./no-draft.ts";
import { occasions } from "./occasions.ts";
import { refuseUnwanted } from "./refuse-unwanted.ts";
import { lookAt } from "./seen.ts";
import { readSituation, type Situation } from "./situation.ts";
import { handOverTool } from "./tools/hand-over.ts";
import type { Turn } from "./turn.ts";
import { watchWanted } from "./watch-wanted.ts";

/**
 * One AI turn: reads the conversation, looks up what it needs, and ends in an answer (for a person to send, or sent by
 * itself where the guidance lets it), in a hand-over to people, or in nothing, with the reason on the run. A model that is
 * down costs a draft, not a conversation: where the AI answers by itself, people take over.
 *
 * Safe to repeat: a finished run stays finished, and one whose worker died goes on from what it was told. A person who
 * answers, a newer message or closing the conversation ends it, while the model thinks too.
 */
export async function runTurn(ctx: Context, input: { runId: string }, given?: Agent): Promise<void> {
  const agent = given ?? (await agentFor(ctx, "reply"));
  const run = await startRun(ctx, { runId: input.runId, model: agent.models[0]?.id ?? null });
  if (!run) return;
  try {
    await take(ctx, run, agent);
  } catch (error) {
    if (error instanceof NoDraft) return endWithout(ctx, run, error);
    const message = "Something went wrong on our side; ask again";
    await endWithout(ctx, run, new NoDraft("failed", message, { handOver: "tool_failed" }));
    throw error;
  }
}

/** The job that would have carried a run out was given up: whoever looks at the conversation is told. Safe to repeat. */
export async function giveUpTurn(ctx: Context, { runId }: { runId: string }): Promise<void> {
  const reason = "The AI was interrupted again and again while it worked on this; ask again";
  const run = await getRun(readerOf(ctx, { id: runId }), runId);
  if (run.status !== "waiting" && run.status !== "running") return;
  await endWithout(ctx, run, new NoDraft("failed", reason, { handOver: "tool_failed" }));
}

async function take(ctx: Context, run: Run, agent: Agent): Promise<void> {
  const reader = readerOf(ctx, run);
  const situation = await readSituation(reader, run);
  const { conversation, guidance, heard, isWithPeople } = situation;
  if (isUnasked(run.because) && (heard.handOver || isWithPeople))
    throw new NoDraft("skipped", "A person should look at it before she is written to unasked");
  if (heard.handOver && !isWithPeople) {
    const { code, reason } = heard.handOver;
    const handing = { conversation, guidance, code, reason, language: heard.language };
    return orSuperseded(reader, run, () => handToPeople(ctx, run, handing));
  }
  if (agent.models.length === 0) throw new NoDraft("skipped", "No AI model is set up");
  await think(ctx, run, agent, situation);
}

async function think(ctx: Context, run: Run, agent: Agent, situation: Situation): Promise<void> {
  const { limits } = agent;
  const { conversation, grant, tools, journal, refusal } = situation;
  const unwanted = watchWanted(readerOf(ctx, run), run, conversation, limits.watchMs);
  const turn: Turn = {
    ...{ ctx, run, ...modelsOf(agent), limits, grant, journal, refusal, toolCalls: 0 },
    tools: [...(isOutreach(run.because) ? tools.filter(({ kind }) => kind === "read") : tools), handOverTool],
    signal: AbortSignal.any([AbortSignal.timeout(limits.deadlineMs), unwanted.signal]),
    deadlineAt: Date.now() + limits.deadlineMs,
    spent: { tokens: run.inputTokens + run.outputTokens, costMicros: run.costMicros },
  };
  try {
    await answer(turn, situation);
  } finally {
    unwanted.stop();
  }
}

async function answer(turn: Turn, situation: Situation): Promise<void> {
  const { conversation, guidance, heard, seen, isWithPeople, isHeldOut } = situation;
  const { ctx, run } = turn;
  const { ctx: reader, conversationId, evidence } = turn.grant;
  const { content, versionId: guidanceVersionId } = guidance;
  const isSentAlone = maySendAlone(content, conversation.channel) && !isWithPeople && !isHeldOut;
  const because = await causeInWords(ctx, run);
  const occasion = await occasionOf(ctx, run, conversation);
  // Who may be anybody is not shown what the customer said elsewhere.
  const memories = isAtLeast(turn.grant.assurance, "claimed") ? seen.memories : [];
  const { brief, final } = await compose(turn, {
    ...{ conversation, seen, memories, guidance: content, isSentAlone, because, occasion },
    stillWanted: lookedBefore(turn),
  });
  const { firstMessageId } = brief;
  if (final.outcome === "no_reply" || (isUnasked(run.because) && final.outcome === "hand_over")) {
    const reason = final.reason || "Nothing in it needs an answer";
    const finding = { intent: final.intent, guidanceVersionId, firstMessageId };
    await finishRun(ctx, { runId: run.id, status: "no_reply", reason, ...finding });
  } else if (final.outcome === "hand_over") {
    const reason = final.reason || "The AI was not sure";
    const handing = { conversation, guidance, code: reasonFrom(reason), reason, language: heard.language };
    const found = { final, evidence, firstMessageId };
    await orSuperseded(reader, run, () => handToPeople(ctx, run, { ...handing, ...found }));
  } else {
    const written = await answerOf(turn, {
      ...{ conversation, content, heard, final, answered: brief.answered, isOutreach: occasion !== null },
    });
    const draft = {
      conversationId,
      runId: run.id,
      lastSeenMessageId: run.lastMessageId,
      ...written,
      ...outreachOf(run),
    };
    const writer = actingFor(ctx, run, ["conversations:write"]);
    await orSuperseded(reader, run, () => writeDraft(writer, { ...draft, guidanceVersionId, firstMessageId }));
  }
}

/** What the shop writes first may stand in a conversation that was closed. */
function outreachOf({ because }: Run): { promotional?: boolean; reopens?: boolean } {
  if (!isOutreach(because)) return {};
  return { reopens: true, promotional: occasions[because.kind].isAdvertising };
}

/** Before every question but the first: what the turn begins with was read a moment ago. */
function lookedBefore(turn: Turn): () => Promise<void> {
  let isFirst = true;
  return async () => {
    if (!isFirst) turn.refusal = await readTogether(turn.grant.ctx, (ctx) => lookAgain(ctx, turn.run));
    isFirst = false;
  };
}

/** @returns why no model may be asked. @throws NoDraft when nobody wants an answer any more. */
async function lookAgain(ctx: Context, run: Run): Promise<NoDraft | null> {
  const [refusal] = await Promise.all([mayNotAsk(ctx), refuseUnwanted(ctx, run)]);
  return refusal;
}

/** Who finds that the conversation went on says what happened there. */
async function orSuperseded(reader: Context, run: Run, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "conflict") throw error;
    await refuseUnwanted(reader, run);
    throw new NoDraft("superseded", error.message, { cause: error });
  }
}

/** A failure where the AI answers by itself would leave a customer waiting for nobody: people take over. */
async function endWithout(ctx: Context, run: Run, error: NoDraft): Promise<void> {
  const ended = { runId: run.id, status: error.status, reason: error.message };
  const { over } = error;
  if (over) await inTransaction(ctx, (tx) => noteOver(tx, { runId: run.id, over }));
  if (error.status !== "failed" || isUnasked(run.because)) return void (await finishRun(ctx, ended));
  const reader = readerOf(ctx, run);
  const conversation = await getConversation(reader, run.conversationId);
  const guidance = await publishedGuidance(ctx);
  const failed = { ...ended, guidanceVersionId: guidance.versionId };
  const isWithPeople = (await findStanding(reader, conversation.id)) !== null;
  if (isWithPeople || !maySendAlone(guidance.content, conversation.channel)) {
    return void (await finishRun(ctx, failed));
  }
  try {
    const { language } = await readTogether(reader, async (reading) => {
      const { messages } = await lookAt(reading, conversation);
      return listen(reading, conversation, run.lastMessageId, messages);
    });
    const { handOverReason: code, message: reason, suggested } = error;
    await handToPeople(ctx, run, { conversation, guidance, code, reason, language, suggested });
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    await finishRun(ctx, failed);
  }
}

function readerOf(ctx: Context, run: Pick<Run, "id">): Context {
  return actingFor(ctx, run, ["conversations:read", "customers:read", "orders:read", "knowledge:read"]);
}
