import { findStanding, finishRun, getRun, type Run, startRun, writeDraft } from "../domain/automation/index.ts";
import { type Conversation, getConversation } from "../domain/conversations/index.ts";
import { type Guidance, maySendAlone, publishedGuidance } from "../domain/guidance/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { AppError } from "../platform/errors.ts";
import { actingFor } from "./acting-for.ts";
import { type Heard, listen } from "./always-handed-over.ts";
import { buildBrief } from "./brief.ts";
import type { Turn } from "./calls.ts";
import { causeInWords } from "./cause.ts";
import { type Agent, agentFor } from "./config.ts";
import { converse } from "./converse.ts";
import { draftManner } from "./draft-manner.ts";
import { reasonFrom } from "./final.ts";
import { grantFor } from "./grant.ts";
import { handToPeople } from "./hand-over.ts";
import { readJournal } from "./journal.ts";
import { NoDraft } from "./no-draft.ts";
import { answerOf } from "./propose.ts";
import { refuseUnwanted } from "./refuse-unwanted.ts";
import { handOverTool } from "./tools/hand-over.ts";
import { toolsFor } from "./tools/index.ts";

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
  const conversation = await refuseUnwanted(reader, run);
  const guidance = await publishedGuidance(ctx);
  const heard = await listen(reader, conversation, run.lastMessageId);
  const isWithPeople = (await findStanding(reader, conversation.id)) !== null;
  if (heard.handOver && !isWithPeople) {
    const { code, reason } = heard.handOver;
    const handing = { conversation, guidance, code, reason, language: heard.language };
    return orSuperseded(reader, run, () => handToPeople(ctx, run, handing));
  }
  if (agent.models.length === 0) throw new NoDraft("skipped", "No AI model is set up");
  await think(ctx, run, agent, { conversation, guidance, heard, isWithPeople });
}

interface Situation {
  conversation: Conversation;
  guidance: Guidance;
  heard: Heard;
  /** The AI gave it to people before. */
  isWithPeople: boolean;
}

async function think(ctx: Context, run: Run, { models, limits }: Agent, situation: Situation): Promise<void> {
  const reader = readerOf(ctx, run);
  const grant = await grantFor(reader, run, situation.conversation);
  const unwanted = watchWanted(reader, run, limits.watchMs);
  const turn: Turn = {
    ...{ ctx, run, models, limits, grant, toolCalls: 0 },
    tools: [...(await toolsFor(reader, grant)), handOverTool],
    signal: AbortSignal.any([AbortSignal.timeout(limits.deadlineMs), unwanted.signal]),
    deadlineAt: Date.now() + limits.deadlineMs,
    spent: { tokens: run.inputTokens + run.outputTokens, costMicros: run.costMicros },
    journal: await readJournal(reader, run),
  };
  try {
    await answer(turn, situation);
  } finally {
    unwanted.stop();
  }
}

async function answer(turn: Turn, { conversation, guidance, heard, isWithPeople }: Situation): Promise<void> {
  const { ctx, run } = turn;
  const { ctx: reader, conversationId, evidence } = turn.grant;
  const { content, versionId: guidanceVersionId } = guidance;
  const isSentAlone = maySendAlone(content, conversation.channel) && !isWithPeople;
  const because = await causeInWords(ctx, run);
  const told = { guidance: content, isSentAlone, because };
  const brief = await buildBrief(reader, conversation, run, evidence, told);
  const stillWanted = async () => void (await refuseUnwanted(reader, run));
  const manner = draftManner(turn, brief, { guidance: content, stillWanted });
  const final = await converse(turn, [{ type: "text", text: brief.conversation }], manner);
  const { firstMessageId } = brief;
  if (final.outcome === "no_reply") {
    const reason = final.reason || "Nothing in it needs an answer";
    const finding = { intent: final.intent, guidanceVersionId, firstMessageId };
    await finishRun(ctx, { runId: run.id, status: "no_reply", reason, ...finding });
  } else if (final.outcome === "hand_over") {
    const reason = final.reason || "The AI was not sure";
    const handing = { conversation, guidance, code: reasonFrom(reason), reason, language: heard.language };
    const found = { final, evidence, firstMessageId };
    await orSuperseded(reader, run, () => handToPeople(ctx, run, { ...handing, ...found }));
  } else {
    const written = await answerOf(turn, { conversation, content, heard, final, answered: brief.answered });
    const draft = { conversationId, runId: run.id, lastSeenMessageId: run.lastMessageId, ...written };
    const writer = actingFor(ctx, run, ["conversations:write"]);
    await orSuperseded(reader, run, () => writeDraft(writer, { ...draft, guidanceVersionId, firstMessageId }));
  }
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
  if (error.status !== "failed") return void (await finishRun(ctx, ended));
  const reader = readerOf(ctx, run);
  const conversation = await getConversation(reader, run.conversationId);
  const guidance = await publishedGuidance(ctx);
  const failed = { ...ended, guidanceVersionId: guidance.versionId };
  const isWithPeople = (await findStanding(reader, conversation.id)) !== null;
  if (isWithPeople || !maySendAlone(guidance.content, conversation.channel)) {
    return void (await finishRun(ctx, failed));
  }
  try {
    const { language } = await listen(reader, conversation, run.lastMessageId);
    const { handOverReason: code, message: reason } = error;
    await handToPeople(ctx, run, { conversation, guidance, code, reason, language });
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    await finishRun(ctx, failed);
  }
}

/** Ends the wait for a model when nobody wants its answer any more. */
function watchWanted(reader: Context, run: Run, everyMs: number) {
  const left = new AbortController();
  const look = setInterval(() => {
    // What cannot be looked up now is looked up before the answer is used.
    refuseUnwanted(reader, run).catch((error: unknown) => error instanceof NoDraft && left.abort(error));
  }, everyMs);
  return { signal: left.signal, stop: () => clearInterval(look) };
}

function readerOf(ctx: Context, run: Pick<Run, "id">): Context {
  return actingFor(ctx, run, ["conversations:read", "customers:read", "orders:read", "knowledge:read"]);
}
