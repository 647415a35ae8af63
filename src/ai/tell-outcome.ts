import { type Action, getAction } from "../domain/actions/index.ts";
import { scheduleRun, wasReported } from "../domain/automation/index.ts";
import { inTransaction } from "../domain/events/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { now } from "../platform/clock.ts";
import { type Agent, agentFor } from "./config.ts";
import { refOf } from "./tools/proposals/describe-proposal.ts";

/** The turn that asked for it waits for it too, and tells her itself if it ends soon. */
const leftToItsTurnMs = 60_000;

const ends: ReadonlySet<Action["state"]> = new Set(["done", "refused", "failed", "declined", "called_off", "expired"]);

/** What the AI asked of a shop for a customer has ended: she is told, if the turn that asked does not do it. */
export async function noteOutcome(ctx: Context, { actionId }: { actionId: string }): Promise<void> {
  if (!isOfCustomer(await getAction(ctx, actionId))) return;
  const runAt = new Date(now().getTime() + leftToItsTurnMs);
  await inTransaction(ctx, async (tx) =>
    tx.enqueue({ queue: "ai", name: "outcome.tell", payload: { actionId }, runAt }),
  );
}

/** A new turn tells her what came of it. Safe to repeat: what she was told is not told again. */
export async function tellOutcome(ctx: Context, { actionId }: { actionId: string }, given?: Agent): Promise<void> {
  const action = await getAction(ctx, actionId);
  const { conversationId, endedAt } = action;
  if (!isOfCustomer(action) || conversationId === null || endedAt === null) return;
  if (await wasReported(ctx, { conversationId, words: refOf(action), since: endedAt })) return;
  const { models } = given ?? (await agentFor(ctx, "reply"));
  if (models.length > 0)
    await scheduleRun(ctx, { conversationId, because: { kind: "action", id: actionId }, delayMs: 0 });
}

/** Asked for in a conversation, by the AI, and ended. */
function isOfCustomer({ requestedBy, requestedAt, conversationId, state }: Action): boolean {
  return requestedBy.type === "ai" && requestedAt !== null && conversationId !== null && ends.has(state);
}
