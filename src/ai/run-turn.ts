import { finishRun, type Run, startRun, writeDraft } from "../domain/automation/index.ts";
import type { Conversation } from "../domain/conversations/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { AppError } from "../platform/errors.ts";
import { buildBrief } from "./brief.ts";
import type { Turn } from "./calls.ts";
import { type Agent, agentFor } from "./config.ts";
import { converse } from "./converse.ts";
import { draftManner } from "./draft-manner.ts";
import { noEvidence, sourcesOf } from "./evidence.ts";
import { readJournal } from "./journal.ts";
import { NoDraft } from "./no-draft.ts";
import { refuseUnwanted } from "./refuse-unwanted.ts";
import { tools } from "./tools/index.ts";

/**
 * One AI turn: reads the conversation, looks up what it needs, and leaves a draft for the agents, or says on the run
 * why there is none. Nothing waits for it: a model that is down costs a draft, not a conversation.
 *
 * Safe to repeat: a finished run stays finished, and one whose worker died goes on from what it was told. A person who
 * answers, a newer message or closing the conversation ends it, while the model thinks too.
 */
export async function runTurn(ctx: Context, input: { runId: string }, given?: Agent): Promise<void> {
  const agent = given ?? (await agentFor(ctx, "reply"));
  const run = await startRun(ctx, { runId: input.runId, model: agent.models[0]?.id ?? null });
  if (!run) return;
  try {
    await draft(ctx, run, agent);
  } catch (error) {
    if (error instanceof NoDraft) {
      await finishRun(ctx, { runId: run.id, status: error.status, reason: error.message });
      return;
    }
    await finishRun(ctx, { runId: run.id, status: "failed", reason: "Something went wrong on our side; ask again" });
    throw error;
  }
}

async function draft(ctx: Context, run: Run, { models, limits }: Agent): Promise<void> {
  if (models.length === 0) throw new NoDraft("skipped", "No AI model is set up");
  const reader = actingFor(ctx, run, ["conversations:read", "customers:read", "orders:read", "knowledge:read"]);
  const conversation = await refuseUnwanted(reader, run);
  const { id: conversationId, customerId } = conversation;
  const evidence = noEvidence();
  const unwanted = watchWanted(reader, run, limits.watchMs);
  const turn: Turn = {
    ...{ ctx, run, models, limits, tools, toolCalls: 0 },
    grant: { ctx: reader, customerId, conversationId, evidence },
    signal: AbortSignal.any([AbortSignal.timeout(limits.deadlineMs), unwanted.signal]),
    deadlineAt: Date.now() + limits.deadlineMs,
    spent: { tokens: run.inputTokens + run.outputTokens, costMicros: run.costMicros },
    journal: await readJournal(reader, run),
  };
  try {
    await answer(turn, conversation);
  } finally {
    unwanted.stop();
  }
}

async function answer(turn: Turn, conversation: Conversation): Promise<void> {
  const { ctx, run } = turn;
  const { ctx: reader, conversationId, evidence } = turn.grant;
  const brief = await buildBrief(reader, conversation, run, evidence);
  const { reply, claimed } = await converse(
    turn,
    [{ type: "text", text: brief.conversation }],
    draftManner(turn, brief),
  );
  const sources = sourcesOf(evidence, { reply, claimed, answered: brief.answered });
  const written = { conversationId, runId: run.id, body: reply, sources, lastSeenMessageId: run.lastMessageId };
  try {
    await writeDraft(actingFor(ctx, run, ["conversations:write"]), written);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "conflict") throw error;
    await refuseUnwanted(reader, run);
    throw new NoDraft("superseded", error.message, { cause: error });
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

/** The job that would have carried a run out was given up: whoever looks at the conversation is told. Safe to repeat. */
export async function giveUpTurn(ctx: Context, { runId }: { runId: string }): Promise<void> {
  const reason = "The AI was interrupted again and again while it worked on this; ask again";
  await finishRun(ctx, { runId, status: "failed", reason });
}

/** The AI acts under its own name, with no more permissions than the step needs. */
function actingFor(ctx: Context, run: Run, permissions: string[]): Context {
  return { ...ctx, actor: { type: "ai", id: run.id }, permissions: new Set(permissions) };
}
