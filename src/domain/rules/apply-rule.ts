import { AppError } from "../../platform/errors.ts";
import { attempt, type TxContext } from "../events/index.ts";
import { applySteps } from "../steps/index.ts";
import { isShared } from "./check-rule.ts";
import type { StepResult } from "./decisions.ts";
import { replyByRule } from "./reply-by-rule.ts";
import type { Situation } from "./run-rules.ts";
import type { RuleStep } from "./steps.ts";
import type { Rule } from "./tables.ts";

/**
 * Does what a rule says, step by step. The first that cannot be done ends it: what comes behind may count on it. What
 * was done before stays, and so does what other rules do.
 *
 * @param tx in the rule's name.
 */
export async function applyRule(
  tx: TxContext,
  rule: Rule,
  situation: Situation,
): Promise<{ results: StepResult[]; stopped: boolean }> {
  const results: StepResult[] = [];
  let stopped = false;
  for (const [n, step] of rule.steps.entries()) {
    const { type } = step;
    if (results.at(-1)?.outcome === "failed" || results.at(-1)?.outcome === "not_reached") {
      results.push({ type, outcome: "not_reached" });
      continue;
    }
    if (type === "stop") stopped = true;
    else results.push({ type, ...(await applyStep(tx, step, `rule ${situation.eventId} ${rule.id} ${n}`, situation)) });
  }
  return { results: results.filter(({ type }) => type !== "stop"), stopped };
}

async function applyStep(
  tx: TxContext,
  step: Exclude<RuleStep, { type: "stop" }>,
  applicationId: string,
  situation: Situation,
): Promise<Omit<StepResult, "type">> {
  try {
    return await attempt(tx, async (own) => {
      if (!isShared(step)) return replyByRule(own, step, situation);
      const { id: conversationId } = situation.conversation;
      const [done] = await applySteps(own, { conversationId, applicationId, steps: [step] });
      const { outcome, ...said } = done!;
      return { ...said, outcome: outcome === "refused" ? "failed" : outcome === "planned" ? "done" : outcome };
    });
  } catch (error) {
    if (error instanceof AppError && error.code !== "bug") {
      const reason = typeof error.details?.reason === "string" ? error.details.reason : error.code;
      return { outcome: "failed", reason, message: error.message };
    }
    if (!isLasting(error)) throw error;
    return { outcome: "failed", reason: "bug", message: "Something is wrong in Parley: this step cannot be done" };
  }
}

/**
 * Whether it would be the same the next time: then it ends this rule, and is seen, instead of holding up all rules for
 * this event. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html (classes 22 and 23)
 */
function isLasting(error: unknown): boolean {
  if (error instanceof AppError || error instanceof TypeError || error instanceof RangeError) return true;
  const said = error instanceof Error ? (error.cause ?? error) : error;
  return typeof said === "object" && said !== null && "code" in said && /^2[23]/.test(String(said.code));
}
