import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { planAction } from "../actions/index.ts";
import { addNote, lockConversation } from "../conversations/index.ts";
import { type DomainEvent, inTransaction, type TxContext } from "../events/index.ts";
import { fillIn } from "../templates/index.ts";
import type { Context } from "../workspaces/index.ts";
import { makeChange } from "./make-change.ts";
import { planShopStep } from "./plan-shop-step.ts";
import { meIn } from "./settle-steps.ts";
import type { Step, StepOutcome } from "./step.ts";
import { stepApplications } from "./tables.ts";

export interface Application {
  conversationId: string;
  /** The applier's own key: applied again by it, nothing is done and the first outcomes come back. */
  applicationId: string;
  steps: readonly Step[];
  /** All of them or none: the first that is refused is thrown. Otherwise the others are done all the same. */
  whole?: boolean;
}

/**
 * Does what a canned reply or a rule says to one conversation, in its order, in the name and with the permissions of
 * whoever applies it. A shop action is planned and asked for: the policy decides about it, and people approve it, as
 * with any other.
 *
 * @returns what came of each step.
 * @throws NotFound, or AppError("conflict") for a merged conversation. With `whole` also what a step's verb throws, with
 *   its place in `details.step`.
 */
export async function applySteps(
  ctx: Context,
  { conversationId, applicationId, steps, whole = false }: Application,
): Promise<StepOutcome[]> {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    await lockConversation(tx, conversationId);
    const before = await findApplication(tx, conversationId, applicationId);
    if (before) return before;
    const outcomes: StepOutcome[] = [];
    for (const [n, step] of steps.entries()) {
      const clientId = `${conversationId} ${applicationId} ${n}`;
      outcomes.push(
        await applyOne(tx, { conversationId, step, clientId }, (error) => (whole ? refused(error, n) : null)),
      );
    }
    const { workspaceId } = tx;
    await tx.q.insert(stepApplications).values({ workspaceId, conversationId, applicationId, outcomes });
    return outcomes;
  });
}

/** What came of an application before; null: there was none. */
export async function findApplication(
  tx: TxContext,
  conversationId: string,
  applicationId: string,
): Promise<StepOutcome[] | null> {
  const { workspaceId } = tx;
  const [row] = await tx.q
    .select({ outcomes: stepApplications.outcomes })
    .from(stepApplications)
    .where(
      and(
        eq(stepApplications.workspaceId, workspaceId),
        eq(stepApplications.conversationId, conversationId),
        eq(stepApplications.applicationId, applicationId),
      ),
    );
  return row?.outcomes ?? null;
}

interface One {
  conversationId: string;
  step: Step;
  clientId: string;
}

/** What it writes, its events and its jobs count only if it is not refused. */
async function applyOne(tx: TxContext, one: One, toThrow: (error: AppError) => AppError | null): Promise<StepOutcome> {
  const emitted: DomainEvent[] = [];
  const enqueued: Parameters<TxContext["enqueue"]>[0][] = [];
  try {
    const outcome = await tx.q.transaction((q) => {
      const own: TxContext = {
        ...{ ...tx, q },
        emit: (event) => emitted.push(event),
        enqueue: (job) => enqueued.push(job),
      };
      return perform(own, one);
    });
    for (const event of emitted) tx.emit(event);
    for (const job of enqueued) tx.enqueue(job);
    return outcome ?? { outcome: emitted.length > 0 ? "done" : "unchanged" };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const thrown = toThrow(error);
    if (thrown) throw thrown;
    return { outcome: "refused", reason: reasonOf(error), message: error.message };
  }
}

/** @returns nothing where what it announces says whether anything changed. */
async function perform(tx: TxContext, { conversationId, step, clientId }: One): Promise<StepOutcome | undefined> {
  switch (step.type) {
    case "shop_action": {
      const plan = await planShopStep(tx, { conversationId, action: step.action });
      const { id: actionId } = await planAction(tx, { ...plan, clientId, request: true });
      return { outcome: "planned", actionId };
    }
    case "add_note": {
      const { text } = await fillIn(tx, { body: step.body, language: null, conversationId });
      await addNote(tx, { conversationId, body: text, keepsDraft: true });
      return;
    }
    case "snooze": {
      const { forHours } = step;
      const until = forHours === null ? null : new Date(now().getTime() + forHours * 3_600_000).toISOString();
      await makeChange(tx, conversationId, { type: "snooze", until });
      return;
    }
    case "assign": {
      const { memberId, teamId } = step;
      const change = { type: "assign" as const, memberId: memberId === "me" ? meIn(tx) : memberId, teamId };
      await makeChange(tx, conversationId, change);
      return;
    }
    default:
      await makeChange(tx, conversationId, step);
  }
}

function refused(error: AppError, n: number): AppError {
  const { code, message, details, retryAfterMs } = error;
  return new AppError(code, message, {
    details: { ...details, reason: reasonOf(error), step: n },
    cause: error,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** A stable word. */
function reasonOf({ code, details }: AppError): string {
  return typeof details?.reason === "string" ? details.reason : code;
}
