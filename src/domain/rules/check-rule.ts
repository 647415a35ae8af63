import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { getCannedReply } from "../canned/index.ts";
import {
  allowFilter,
  asksForMe,
  checkFilter,
  checkReferences,
  type Filter,
  openFields,
  refusedFilter,
} from "../filters/index.ts";
import { checkSteps, mostSteps, type Step } from "../steps/index.ts";
import type { Context } from "../workspaces/index.ts";
import { checkName, checkWords, refused, type Trigger } from "./decisions.ts";
import type { RuleStep } from "./steps.ts";

/** What a person writes of a rule. */
export interface RuleWording {
  name: string;
  trigger: Trigger;
  filter: unknown;
  words: readonly string[];
  steps: readonly RuleStep[];
}

/** A rule as it is kept. */
export interface CheckedRule {
  name: string;
  trigger: Trigger;
  filter: Filter;
  words: string[];
  steps: RuleStep[];
}

/**
 * What is to be saved, in the form it is kept in. Whoever saves a rule must be allowed all that it will do: it acts with
 * her permissions.
 *
 * @throws AppError("invalid_input") with `details.field`; of a filter or steps with `details.reason` "filter" or "steps"
 *   and `details.problems`.
 * @throws AppError("forbidden") for a step she may not do herself (`details.permission`).
 */
export async function checkRule(ctx: Context, { name, steps, ...asked }: RuleWording): Promise<CheckedRule> {
  const checked = { name: checkName(name), ...(await checkConditions(ctx, asked)) };
  allowSteps(ctx, steps);
  await checkRuleSteps(ctx, steps);
  return { ...checked, steps: [...steps] };
}

/** @throws as `checkRule` does for conditions. */
export async function checkConditions(
  ctx: Context,
  { trigger, filter: given, words }: Pick<RuleWording, "trigger" | "filter" | "words">,
): Promise<Pick<CheckedRule, "trigger" | "filter" | "words">> {
  const fields = await openFields(ctx);
  const filter = checkFilter(given, fields);
  allowFilter(ctx, filter);
  const [problems = []] = await checkReferences(ctx, [filter], fields);
  const gone = problems.filter(({ standing }) => standing === "gone");
  if (gone.length > 0) throw refusedFilter(gone.map(({ path, message }) => ({ path, message })));
  if (asksForMe(filter))
    throw refusedFilter([{ path: "", message: "Nobody looks when a rule runs: name a member, not “me”" }]);
  return { trigger, filter, words: checkWords(words, trigger) };
}

/** A rule does nothing that whoever saves it may not do herself. @throws AppError("forbidden") */
function allowSteps(ctx: Context, steps: readonly RuleStep[]): void {
  for (const { type } of steps) {
    if (type === "stop") continue;
    allow(ctx, "conversations:write");
    if (type === "shop_action") allow(ctx, "actions:request");
    if (type === "reply") allow(ctx, "canned_replies:read");
  }
}

async function checkRuleSteps(ctx: Context, steps: readonly RuleStep[]): Promise<void> {
  if (steps.length === 0) throw refused("steps", "Name at least one thing to do");
  if (steps.length > mostSteps) throw refused("steps", `At most ${mostSteps} steps`);
  const stop = steps.findIndex(({ type }) => type === "stop");
  if (stop >= 0 && stop < steps.length - 1)
    throw refused("steps", "Nothing comes behind “stop”: make it the last step");
  if (steps.some((step) => step.type === "assign" && step.memberId === "me")) {
    throw refused("steps", "Nobody applies a rule: name a member, not “me”");
  }
  if (steps.filter(({ type }) => type === "reply").length > 1) throw refused("steps", "A rule replies once at most");
  await checkSteps(ctx, steps.filter(isShared));
  for (const [n, step] of steps.entries()) if (step.type === "reply") await checkReply(ctx, n, step.cannedReplyId);
}

/** Those that a person or a canned reply could do as well. */
export function isShared(step: RuleStep): step is Step {
  return step.type !== "reply" && step.type !== "stop";
}

async function checkReply(ctx: Context, n: number, cannedReplyId: string): Promise<void> {
  const found = await getCannedReply(ctx, cannedReplyId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  if (found && !found.archivedAt) return;
  const message = found ? "This canned reply is archived" : "There is no such canned reply";
  const problem = { path: `steps.${n}.cannedReplyId`, reason: found ? "archived" : "not_found", message };
  throw refused("steps", message, { reason: "steps", problems: [problem] });
}
