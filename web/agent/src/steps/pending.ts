import { isRecord, Problem } from "../api/problem.ts";
import type { ConversationStep, OfferedStep, ShopAction, Step } from "../api/types.ts";

/** A step that is to be done as the reply is sent. */
export interface PendingStep {
  key: string;
  step: Step;
  /** Of a shop action: what was planned, to be looked at. */
  actionId: string | null;
  /** Why it cannot be done. */
  problem: string | null;
  /** asked: the very same was done before; yes: and is meant once more. */
  again: "no" | "asked" | "yes";
}

export interface Confirmation {
  actionId: string;
  fingerprint: string;
  again?: boolean;
}

/** waiting: the shop has not said yet what it would do. blocked: it has to be taken off first, or decided about. */
export type Readiness = "ready" | "waiting" | "blocked";

/** Those of a canned reply that are not there already. */
export function toPending(
  offered: readonly OfferedStep[],
  there: readonly PendingStep[],
  newKey: () => string,
): { pending: PendingStep; plan: OfferedStep["plan"] }[] {
  const known = new Set(there.map(({ step }) => JSON.stringify(step)));
  return offered
    .filter(({ step }) => !known.has(JSON.stringify(step)))
    .map(({ step, plan, problem }) => ({
      pending: { key: newKey(), step, actionId: null, problem: problem?.message ?? null, again: "no" },
      plan,
    }));
}

/** How far a planned action is, for who is about to ask for it. */
export function readinessOf({ problem, again }: PendingStep, action: ShopAction | undefined): Readiness {
  if (problem !== null || again === "asked") return "blocked";
  if (!action) return "waiting";
  if (action.state !== "planned") return isAsked(action) ? "ready" : "blocked";
  if (!action.preview) return "waiting";
  return action.preview.refusal || action.verdict?.outcome === "deny" ? "blocked" : "ready";
}

/** It was asked for already: asked again, nothing more happens. */
export function isAsked({ state }: ShopAction): boolean {
  return state !== "planned" && !["refused", "failed", "declined", "called_off", "expired"].includes(state);
}

/** What is sent of them; what is not ready is not among it. */
export function confirmed(
  steps: readonly PendingStep[],
  actionOf: (actionId: string) => ShopAction | undefined,
): { steps: ConversationStep[]; actions: Confirmation[] } {
  const actions = steps.flatMap(({ actionId, again }): Confirmation[] => {
    const fingerprint = actionId && actionOf(actionId)?.preview?.fingerprint;
    return actionId && fingerprint ? [{ actionId, fingerprint, ...(again === "yes" && { again: true }) }] : [];
  });
  return { steps: steps.map(({ step }) => step).filter(isOfConversation), actions };
}

function isOfConversation(step: Step): step is ConversationStep {
  return step.type !== "shop_action";
}

/** What is left when these were done. */
export function withoutDone(
  there: readonly PendingStep[],
  { steps, actions }: { steps: readonly ConversationStep[]; actions: readonly Confirmation[] },
): PendingStep[] {
  const done = new Set(steps.map((one) => JSON.stringify(one)));
  const asked = new Set<string | null>(actions.map(({ actionId }) => actionId));
  return there.filter(({ step, actionId }) => !asked.has(actionId) && !done.has(JSON.stringify(step)));
}

/** What the server asks about again before it is done a second time is asked about here. */
export function doubted(steps: readonly PendingStep[], error: unknown): readonly PendingStep[] {
  const { reason, plannedId } = error instanceof Problem ? error.details : {};
  if (reason !== "already_done") return steps;
  return steps.map((one) => (one.actionId === plannedId ? { ...one, again: "asked" } : one));
}

/** From the browser's storage. What was not planned when the page was left has to be chosen anew. */
export function readPending(value: unknown): PendingStep[] {
  return (Array.isArray(value) ? value : []).filter(isRecord).flatMap((one) => {
    if (!isRecord(one.step) || typeof one.step.type !== "string") return [];
    // Written here, by this client; whatever else may stand there, the server looks at it before it does anything.
    const step = one.step as Step;
    const actionId = typeof one.actionId === "string" ? one.actionId : null;
    const lost = !isOfConversation(step) && actionId === null ? "The shop was not asked: choose it again" : null;
    const problem = typeof one.problem === "string" ? one.problem : lost;
    return [{ key: String(one.key), step, actionId, problem, again: one.again === "yes" ? "yes" : "no" }];
  });
}
