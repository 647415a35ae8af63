import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { type Conversation, getMessage, lockConversation, type Message } from "../conversations/index.ts";
import { type EventName, inNameOf, inTransaction, type TxContext } from "../events/index.ts";
import { type Fields, openFields } from "../filters/index.ts";
import type { Context } from "../workspaces/index.ts";
import { applyRule } from "./apply-rule.ts";
import { holdsAny, outcomeOf, refusalOf, type StepResult, triggersOf } from "./decisions.ts";
import { keepStanding } from "./keep-standing.ts";
import { changedLately, fitsNow, hasRun, rulesWaitingFor } from "./queries.ts";
import { type Rule, type RuleRun, ruleRuns } from "./tables.ts";

/** What happened to a conversation. */
export interface Occasion {
  event: EventName;
  conversationId: string;
  messageId?: string;
}

/** What the rules are held against. */
export interface Situation {
  /** The event. */
  eventId: string;
  conversation: Conversation;
  message: Message | null;
  fields: Fields;
}

/**
 * Holds the rules that wait for an event against its conversation, in their order, each against what the ones before it
 * made of it. All that they do for one event is one transaction with what is written down of it: it is done wholly and
 * once, however often the event comes and wherever a worker dies.
 *
 * @param ctx of the job: its cause is the event.
 */
export async function runRules(ctx: Context, { event, conversationId, messageId }: Occasion): Promise<void> {
  const { cause } = ctx;
  if (cause?.type !== "event") throw new AppError("bug", "Rules run because of an event");
  const waiting = await rulesWaitingFor(ctx, triggersOf(event));
  if (waiting.length === 0) return;
  const fields = await openFields(ctx);
  await inTransaction(ctx, async (tx) => {
    const conversation = await findConversation(tx, conversationId);
    if (!conversation || (await hasRun(tx, cause.id, conversationId))) return;
    const message = messageId === undefined ? null : await getMessage(tx, messageId).catch(gone);
    await holdAgainst(tx, waiting, { eventId: cause.id, conversation, message, fields });
  });
}

/** Null when it is erased, or was merged: its messages stand in another, which has events of its own. */
async function findConversation(tx: TxContext, conversationId: string): Promise<Conversation | null> {
  const row = await lockConversation(tx, conversationId, { evenMerged: true }).catch(gone);
  return row?.mergedIntoId === null ? row : null;
}

function gone(error: unknown): null {
  if (error instanceof AppError && error.code === "not_found") return null;
  throw error;
}

async function holdAgainst(tx: TxContext, waiting: readonly Rule[], situation: Situation): Promise<void> {
  const { conversation, message } = situation;
  const failed = new Map<string, StepResult | null>();
  let left = waiting.filter(({ words }) => words.length === 0 || (message !== null && holdsAny(words, message)));
  while (left.length > 0) {
    const fits = await fitsNow(tx, conversation.id, left, situation.fields, now());
    const at = fits.findIndex((one) => one !== false);
    if (at < 0) break;
    const rule = left[at]!;
    left = left.slice(at + 1);
    const run = fits[at] === null ? brokenRun : await runOne(tx, rule, situation);
    await keepRun(tx, rule, situation, run);
    const problem = run.results.find(({ outcome }) => outcome === "failed");
    if (run.outcome !== "skipped") failed.set(rule.id, problem ?? null);
    if (run.stopped) break;
  }
  await keepStanding(tx, waiting, failed);
}

type Ran = Pick<RuleRun, "outcome" | "reason" | "results" | "stopped">;

const broken: StepResult = {
  ...{ type: "conditions", outcome: "failed", reason: "broken_filter" },
  message: "Its conditions ask for a field that no longer exists",
};
const brokenRun: Ran = { outcome: "failed", reason: "broken_filter", results: [broken], stopped: false };

async function runOne(tx: TxContext, rule: Rule, situation: Situation): Promise<Ran> {
  const lately = await changedLately(tx, rule.id, situation.conversation.id, now());
  const reason = refusalOf(rule.id, tx.cause?.rules ?? [], lately);
  if (reason) return { outcome: "skipped", reason, results: [], stopped: false };
  const { results, stopped } = await applyRule(asRule(tx, rule), rule, situation);
  return { ...outcomeOf(results), results, stopped };
}

/** It acts in its own name, with what its maker was allowed when she saved it, and what follows knows that it did. */
function asRule(tx: TxContext, { id, granted }: Rule): TxContext {
  return inNameOf(tx, {
    actor: { type: "rule", id },
    permissions: granted === null ? "all" : new Set(granted),
    cause: tx.cause && { ...tx.cause, rules: [...(tx.cause.rules ?? []), id] },
  });
}

async function keepRun(tx: TxContext, rule: Rule, situation: Situation, run: Ran): Promise<void> {
  const { eventId, conversation, message } = situation;
  const { id: conversationId } = conversation;
  const id = newId();
  await tx.q.insert(ruleRuns).values({
    ...{ workspaceId: tx.workspaceId, id, ruleId: rule.id, ruleVersion: rule.version },
    ...{ conversationId, eventId, messageId: message?.id ?? null, ...run },
  });
  // That it was so already is in the log of runs; it is no news to anybody.
  if (run.reason === "already_so") return;
  const { outcome: to, reason } = run;
  const data = { ruleId: rule.id, ruleRunId: id, conversationId, to, ...(reason !== null && { reason }) };
  asRule(tx, rule).emit({ name: "rule.ran", data });
}
