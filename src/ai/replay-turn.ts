import { z } from "zod";
import { listActions } from "../domain/actions/index.ts";
import { getRun, isOutreach, listRunSteps, type Run, type RunStep } from "../domain/automation/index.ts";
import { type Conversation, getConversation, getMessage } from "../domain/conversations/index.ts";
import { readTogether } from "../domain/events/index.ts";
import { guidanceOf, maySendAlone } from "../domain/guidance/index.ts";
import { builtInTools } from "../domain/tool-switches/index.ts";
import type { Tried } from "../domain/trials/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { AppError } from "../platform/errors.ts";
import { actingFor } from "./acting-for.ts";
import { causeInWords } from "./cause.ts";
import { compose } from "./compose.ts";
import { defaultLimits } from "./config.ts";
import { refusing } from "./draft-manner.ts";
import type { Evidence } from "./evidence.ts";
import { grantForTrial } from "./grant.ts";
import { readJournal } from "./journal.ts";
import { listen } from "./listen.ts";
import { NoDraft } from "./no-draft.ts";
import { lookAt } from "./seen.ts";
import { handOverTool } from "./tools/hand-over.ts";
import { noteDone } from "./tools/proposals/confirm.ts";
import type { Tool } from "./tools/tool.ts";
import type { Turn } from "./turn.ts";

type Outcome = Tried["outcome"];

/** A finished turn gone over again: what it came to then, and what the same answers come to now. */
interface Replay {
  before: Outcome;
  now: Outcome;
  /** Why answers would be refused now, in their order. */
  refused: string[];
  /** Why it ends otherwise than in an answer. */
  reason: string | null;
  reply: string | null;
  /** It comes to the same, after as many refused answers. */
  isSame: boolean;
}

const outcomes: Partial<Record<Run["status"], Outcome>> = {
  ...{ drafted: "reply", sent: "reply", no_reply: "no_reply", handed_over: "hand_over", failed: "failed" },
};

/**
 * Goes over a turn again by its trace: models and tools answer what they answered then, under the guidance it went by, and
 * the product of today makes of it what it makes. Nothing is asked, written, changed or paid.
 *
 * @throws NotFound; AppError("conflict") with `details.reason` "not_replayable" for one whose trace does not hold all it
 *   went by: stopped, spoken, erased, judged by a model, begun for an occasion, with articles that contradict each other, or
 *   without an answer of a model.
 */
export async function replayTurn(ctx: Context, { runId }: { runId: string }): Promise<Replay> {
  const reader = actingFor(ctx, { id: runId }, [
    ...["conversations:read", "customers:read", "orders:read", "knowledge:read", "actions:read"],
  ]);
  const [run, steps] = await Promise.all([getRun(reader, runId), listRunSteps(reader, runId)]);
  const before = outcomes[run.status];
  if (!before) throw notReplayable(`It ended as ${run.status}`);
  if (isOutreach(run.because)) throw notReplayable("What it was begun for may be over");
  if (steps.some(({ kind }) => kind === "judgement")) throw notReplayable("A model judged its answer");
  // What they say otherwise is told in words; which figures those are was found in the articles.
  if (steps.some(hasContradictions)) throw notReplayable("Articles contradicted each other");
  const refused: string[] = [];
  const found = await goOver(ctx, reader, { run, steps, refused }).catch((error: unknown): Found => {
    if (!(error instanceof NoDraft)) throw error;
    return { now: "failed", reason: error.message, reply: null };
  });
  const refusedThen = steps.filter(isRefusal).length;
  return { before, ...found, refused, isSame: found.now === before && refused.length === refusedThen };
}

type Found = Pick<Replay, "now" | "reason" | "reply">;

async function goOver(ctx: Context, reader: Context, { run, steps, refused }: Gone): Promise<Found> {
  const conversation = await asItStood(reader, run);
  const seen = await readTogether(reader, (reading) => lookAt(reading, conversation));
  const heard = await listen(reader, conversation, run.lastMessageId, seen.messages, { isPast: true });
  if (heard.handOver) return { now: "hand_over", reason: heard.handOver.reason, reply: null };
  const journal = await readJournal(reader, run);
  if (journal.answers.length === 0) throw notReplayable("No answer of a model is on record");
  const grant = await grantForTrial(reader, run, conversation);
  await noteDeeds(reader, run, steps, grant.evidence);
  const turn: Turn = {
    ...{ ctx, run, models: [], limits: defaultLimits, grant, journal, toolCalls: 0 },
    tools: [...recordedTools(steps, grant.evidence), handOverTool],
    signal: new AbortController().signal,
    deadlineAt: Number.POSITIVE_INFINITY,
    spent: { tokens: 0, costMicros: 0 },
    record: async () => undefined,
    refusal: new NoDraft("failed", "Its last answer would be refused now, and the trace holds no other"),
  };
  const { content } = await guidanceOf(reader, run.guidanceVersionId);
  const { final } = await compose(turn, {
    ...{ conversation, seen, guidance: content, refused },
    isSentAlone: maySendAlone(content, conversation.channel),
    because: await causeInWords(ctx, run),
  });
  return { now: final.outcome, reason: final.reason || null, reply: final.reply || null };
}

interface Gone {
  run: Run;
  steps: readonly RunStep[];
  /** Takes in why answers are refused. */
  refused: string[];
}

/** What was closed before it began is not looked at, and what was closed later was open then. */
async function asItStood(reader: Context, { conversationId, firstMessageId }: Run): Promise<Conversation> {
  const conversation = await getConversation(reader, conversationId);
  if (firstMessageId === null) return { ...conversation, resolvedAt: null };
  const { createdAt } = await getMessage(reader, firstMessageId);
  return { ...conversation, resolvedAt: new Date(createdAt.getTime() - 1) };
}

/** Answer in the order in which they were asked then, whatever they are asked now. */
function recordedTools(steps: readonly RunStep[], evidence: Evidence): Tool[] {
  const left = steps.filter(({ kind }) => kind === "tool");
  const call = async (name: string) => {
    const step = left.shift();
    if (step?.name !== name) throw new NoDraft("failed", `The trace holds no answer of ${name} at this place`);
    // What other systems said grounds less than what the shop did.
    const words = Object.hasOwn(builtInTools, name) ? evidence.facts : evidence.outsideWords;
    if (step.error === null) words.push(JSON.stringify(step.response));
    return { output: step.response, error: step.error };
  };
  const names = new Set(left.map(({ name }) => name));
  return [...names].map((name) => ({
    ...{ name, description: "", schema: {}, kind: "read", needs: "anonymous" },
    call: () => call(name),
  }));
}

/** What the turn could say was done: by then, and only if it looked. */
async function noteDeeds(reader: Context, run: Run, steps: readonly RunStep[], evidence: Evidence): Promise<void> {
  const hasLooked = steps.some(({ name }) => name === "confirm" || name === "list_proposals");
  if (!hasLooked || !run.finishedAt) return;
  const { finishedAt, conversationId } = run;
  for (const action of await listActions(reader, { conversationId, limit: 50 })) {
    if (!action.endedAt || action.endedAt <= finishedAt) noteDone(evidence, action);
  }
}

/** What it was told after an answer that could not be used. */
function isRefusal({ kind, request }: RunStep): boolean {
  const { items = [] } = toldOf.safeParse(request).data ?? {};
  return kind === "model" && items.some(({ text = "" }) => text.startsWith(refusing));
}

function hasContradictions({ kind, response }: RunStep): boolean {
  return kind === "tool" && contradicting.safeParse(response).success;
}

const contradicting = z.object({ contradictions: z.array(z.unknown()).min(1) });
const toldOf = z.object({ items: z.array(z.object({ text: z.string().optional() })) });

function notReplayable(why: string): AppError {
  return new AppError("conflict", `This turn cannot be gone over again: ${why}`, {
    details: { reason: "not_replayable" },
  });
}
