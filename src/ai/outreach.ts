import { type RunCause, scheduleRun } from "../domain/automation/index.ts";
import { lockCustomer, survivorOf } from "../domain/customers/index.ts";
import { inTransaction, type TxContext } from "../domain/events/index.ts";
import { type GuidanceContent, publishedGuidance } from "../domain/guidance/index.ts";
import { isDrawn, isHeldOut } from "../domain/hold-outs/index.ts";
import {
  deferOutreach,
  type Facts,
  findOutreach,
  gatherWays,
  hasDoneHarm,
  lockOutreach,
  maySend,
  type Occasion,
  type Outreach,
  planOutreach,
  type Reason,
  settleOutreach,
  standingOf,
} from "../domain/outreach/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { now } from "../platform/clock.ts";
import { type Agent, agentFor } from "./config.ts";
import { occasions } from "./occasions.ts";

const noOutreach: GuidanceContent["outreach"] = { cart: null, backInStock: null };
const minuteMs = 60_000;

/** What the published guidance says of writing unasked; one from before there was this says nothing. */
export async function outreachGuidance(ctx: Context): Promise<GuidanceContent["outreach"]> {
  const { outreach = noOutreach } = (await publishedGuidance(ctx)).content;
  return outreach;
}

/** Somebody left a cart, or changed it: she may be written to after as long as the guidance says. Safe to repeat. */
export async function planCart(
  ctx: Context,
  { checkoutId, customerId }: { checkoutId: string; customerId: string },
): Promise<void> {
  const { cart } = await outreachGuidance(ctx);
  if (!cart) return;
  const { ended, since } = await occasions.cart.look(ctx, { sourceId: checkoutId, customerId });
  if (ended || !since || (await hasDoneHarm(ctx, "cart"))) return;
  const dueAt = new Date(Math.max(since.getTime() + cart.afterMinutes * minuteMs, now().getTime()));
  await planOutreach(ctx, { occasion: "cart", sourceId: checkoutId, customerId, dueAt });
}

interface ToBegin {
  outreachId: string;
  /** The moment the job is for; another one was put in its place where the row names another. Default: whatever it names. */
  dueAt?: string | undefined;
}

/**
 * The moment has come: all is asked again, and a turn writes to her, in the thread she knows; or nothing does, and the row
 * says why. Who else is to be written to at the same time waits for this one. Safe to repeat.
 */
export async function beginOutreach(ctx: Context, { outreachId, dueAt }: ToBegin, given?: Agent): Promise<void> {
  const outreach = await outreachGuidance(ctx);
  const { models } = given ?? (await agentFor(ctx, "reply"));
  await inTransaction(ctx, async (tx) => {
    const known = await findOutreach(tx, outreachId);
    if (known?.state !== "planned") return;
    const customerId = await survivorOf(tx, known.customerId);
    // Of two for one person the second sees what became of the first.
    await lockCustomer(tx, customerId);
    const row = await lockOutreach(tx, outreachId);
    if (row?.state !== "planned" || (dueAt !== undefined && row.dueAt.toISOString() !== dueAt)) return;
    const setting = occasions[row.occasion].setting(outreach);
    const unwanted = !setting ? "switched_off" : models.length === 0 ? "no_model" : null;
    const percent = setting?.holdOutPercent ?? 0;
    await decide(tx, row, { customerId, unwanted, percent });
  });
}

interface Given {
  customerId: string;
  unwanted: Reason | null;
  percent: number;
}

async function decide(tx: TxContext, row: Outreach, given: Given): Promise<void> {
  const { percent } = given;
  const verdict = maySend(await factsOf(tx, row, given));
  const drawn = { percent, isHeldOut: verdict.is === "held_out" };
  if (verdict.is === "deferred") return deferOutreach(tx, row.id, verdict.until);
  if (verdict.is === "denied") return settleOutreach(tx, row.id, { state: "not_sent", reason: verdict.reason });
  const { conversationId } = verdict.way;
  // The AI keeps out of whole conversations too, and nobody is reached there: before the draw, which comes last.
  if (await isHeldOut(tx, conversationId)) {
    return settleOutreach(tx, row.id, { state: "not_sent", reason: "ai_keeps_out" });
  }
  if (verdict.is === "held_out") return settleOutreach(tx, row.id, { state: "held_out", conversationId, ...drawn });
  const because: RunCause = { kind: row.occasion, id: row.sourceId };
  const run = await scheduleRun(tx, { conversationId, because, delayMs: 0 });
  if (!run) return settleOutreach(tx, row.id, { state: "not_sent", reason: "no_conversation" });
  await settleOutreach(tx, row.id, { state: "begun", conversationId, runId: run.id, ...drawn });
}

async function factsOf(tx: TxContext, row: Outreach, { customerId, unwanted, percent }: Given): Promise<Facts> {
  const { occasion, sourceId, conversationId } = row;
  const { isAdvertising, look } = occasions[occasion];
  const { ended, latestAt } = await look(tx, { sourceId, customerId });
  return {
    ...{ at: now(), ended, unwanted, latestAt, isAdvertising },
    ...(await gatherWays(tx, { customerId, conversationId, promotional: isAdvertising })),
    ...(await standingOf(tx, row, customerId)),
    isHeldOut: isDrawn(saltOf(tx, occasion), customerId, percent),
  };
}

/** The same for a person and an occasion for good, and another for the next occasion. */
function saltOf({ workspaceId }: Context, occasion: Occasion): string {
  return `${workspaceId} ${occasion}`;
}
