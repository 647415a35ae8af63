import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import type { TxContext } from "../events/index.ts";
import { notify } from "../notifications/index.ts";
import { announce } from "./announce.ts";
import { countingAll, currentPolicy, findSame, holdBudgets, tallyOf } from "./budgets.ts";
import { fits, type PolicyRule, type Tally, type Verdict, verdictOf } from "./policy.ts";
import { openPreview } from "./preview.ts";
import { memberBehind, membersWith, namesOf, updateAction } from "./queries.ts";
import { isPerson, mayRepeat, openForMs, refusal, sameAgainMs } from "./rules.ts";
import { type Action, approvals, type Trouble } from "./tables.ts";

/**
 * Weighs an action by the policy as it is now, and by what was spent before. From here to the end of the transaction
 * nobody else's decision spends anything, so that what was weighed is what there is.
 */
export async function weigh(tx: TxContext, action: Action): Promise<Verdict> {
  await holdBudgets(tx);
  const { version, rules } = await currentPolicy(tx);
  const at = now();
  const by = await namesOf(tx, action.requestedBy);
  if (by.length === 0) return { outcome: "deny", role: null, reasons: ["gone"], policyVersion: version };
  const preview = openPreview(action.preview!);
  const weighed = { instruction: action.instruction!, by, preview, at };
  const fitting = rules.filter((rule) => fits(rule, weighed));
  const tallies = new Map<PolicyRule, Tally>();
  await countingAll(tx, async () => {
    for (const rule of fitting) {
      if (rule.when.spentOver || rule.when.countOver) tallies.set(rule, await tallyOf(tx, rule, action, at));
    }
  });
  return verdictOf({ version, fitting }, preview.cost.minor, tallies);
}

/**
 * Decides about an action that was asked for: it is let through and its cost counts from now on, or somebody is asked,
 * or it is refused.
 *
 * @param again whoever asks knows that the same was done before.
 * @throws AppError("conflict") with `details.reason` "already_done" when a person asks for the same a second time.
 */
export async function decide(tx: TxContext, action: Action, { again = false } = {}): Promise<Action> {
  const { refusal: refusedByShop } = action.preview!;
  if (refusedByShop) return refuse(tx, action, { by: "shop", ...refusedByShop });
  const verdict = await weigh(tx, action);
  const same = await findSameAgain(tx, action);
  if (same && !again) {
    if (isPerson(action.requestedBy)) {
      throw refusal("already_done", "The very same was done already: say that you mean it", { actionId: same.id });
    }
    verdict.outcome = "deny";
    verdict.reasons = ["already_done"];
  }
  if (verdict.outcome === "deny") {
    const [code = "denied"] = verdict.reasons;
    const denied = await updateAction(tx, action.id, { verdict });
    return refuse(tx, denied, {
      by: "policy",
      code,
      message: `The policy does not allow it: ${verdict.reasons.join(", ")}`,
    });
  }
  return verdict.outcome === "allow" ? letThrough(tx, action, verdict) : ask(tx, action, verdict);
}

async function findSameAgain(tx: TxContext, action: Action): Promise<Action | null> {
  if (mayRepeat(action.kind)) return null;
  return countingAll(tx, () => findSame(tx, action, new Date(now().getTime() - sameAgainMs)));
}

/** From now on its cost counts. */
export async function letThrough(tx: TxContext, action: Action, verdict: Verdict): Promise<Action> {
  const row = await updateAction(tx, action.id, {
    ...{ state: "approved", verdict, requestedAt: action.requestedAt ?? now(), reservedAt: now(), expiresAt: null },
  });
  announce(tx, "action.approved", row);
  return row;
}

/** Ends it without anything done: what was reserved is free again. */
export async function refuse(tx: TxContext, action: Action, trouble: Trouble): Promise<Action> {
  const row = await updateAction(tx, action.id, {
    ...{ state: trouble.by === "parley" ? "failed" : "refused", trouble, reservedAt: null, endedAt: now() },
    ...{ requestedAt: action.requestedAt ?? now(), expiresAt: null },
  });
  announce(tx, row.state === "failed" ? "action.failed" : "action.refused", row, trouble.code);
  return row;
}

/** When a plan or a question is too old. */
export function expireLater(tx: TxContext, actionId: string, afterMs = openForMs): Date {
  const runAt = new Date(now().getTime() + afterMs);
  tx.enqueue({ queue: "previews", name: "expire", payload: { actionId }, runAt });
  return runAt;
}

async function ask(tx: TxContext, action: Action, verdict: Verdict): Promise<Action> {
  const approvalId = newId();
  const role = verdict.role ?? "lead";
  const { workspaceId } = tx;
  const { id: actionId, argumentsHash } = action;
  await tx.q
    .insert(approvals)
    .values({ workspaceId, id: approvalId, actionId, argumentsHash, fingerprint: action.preview!.fingerprint, role });
  const row = await updateAction(tx, actionId, {
    ...{ state: "awaiting_approval", verdict, requestedAt: action.requestedAt ?? now(), reservedAt: null },
    expiresAt: expireLater(tx, actionId),
  });
  announce(tx, "action.approval_requested", row);
  await tellApprovers(tx, row, { role, approvalId });
  return row;
}

/** Whoever may approve it, by a bell; not who asked for it. */
async function tellApprovers(
  tx: TxContext,
  { conversationId, requestedBy }: Action,
  { role, approvalId }: { role: "lead" | "admin"; approvalId: string },
): Promise<void> {
  const asker = await memberBehind(tx, requestedBy);
  const able = await membersWith(tx, role === "admin" ? "actions:manage" : "actions:approve");
  const others = able.filter((id) => id !== asker);
  await notify(tx, others, { kind: "approval_requested", conversationId, subjectId: approvalId });
}
