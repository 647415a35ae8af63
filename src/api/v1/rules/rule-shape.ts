import { z } from "zod";
import {
  type LastRun,
  lastRunsOf,
  longestName,
  problemsOfRules,
  type Rule,
  type RuleProblem,
  ruleStep,
  triggers,
  words,
} from "../../../domain/rules/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { filterShape } from "../filters/filter-shape.ts";

const outcome = z
  .enum(["applied", "skipped", "failed"])
  .describe("`skipped`: nothing to do, or something spoke against it. `failed`: a step could not be done.");

/** What a person writes of a rule. */
export const ruleInput = {
  name: z.string().trim().min(1).max(longestName),
  trigger: z
    .enum(triggers)
    .describe("What sets it off. `orders_changed` concerns the customer's newest conversations that are not closed."),
  filter: filterShape.describe(
    "Asked of the conversation when the rule's turn comes. `{and: []}`: always. Spam and trash only if it speaks of `folder`.",
  ),
  words: z
    .array(z.string().max(words.longest * 2))
    .max(words.most)
    .describe(
      "The message that set it off holds any of these, whatever their case and accents. Empty: whatever it says. Only for " +
        "`message_received` and `reply_sent`.",
    ),
  steps: z.array(ruleStep).min(1).max(20).describe("Done in this order; the first that fails ends the rule."),
};

export const ruleShape = z
  .object({
    id: z.uuid(),
    ...ruleInput,
    name: z.string(),
    enabled: z.boolean(),
    position: z.number().int().describe("Rules go in this order, the smallest first."),
    version: z.number().int().describe("Counts changes. Send it with a change to overwrite only what you have seen."),
    savedBy: z
      .object({ type: z.string(), id: z.string().nullable() })
      .describe("Who saved or enabled it last: it may do what she was allowed then."),
    attention: z
      .object({ reason: z.string(), message: z.string(), at: z.iso.datetime() })
      .nullable()
      .describe("It failed several times in a row and goes on trying: somebody should look."),
    problems: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .describe("What it names that is gone or out of use by now."),
    lastRun: z.object({ outcome, reason: z.string().nullable(), at: z.iso.datetime() }).nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Rule" });

/** With what is wrong with each and how it last ended, looked up for all of them at once. */
export async function showRules(ctx: Context, rules: readonly Rule[]): Promise<z.input<typeof ruleShape>[]> {
  const problems = await problemsOfRules(ctx, rules);
  const last = await lastRunsOf(
    ctx,
    rules.map(({ id }) => id),
  );
  return rules.map((rule, n) => show(rule, problems[n]!, last.get(rule.id)));
}

export async function showRule(ctx: Context, rule: Rule): Promise<z.input<typeof ruleShape>> {
  const [shown] = await showRules(ctx, [rule]);
  return shown!;
}

function show(rule: Rule, problems: RuleProblem[], last: LastRun | undefined): z.input<typeof ruleShape> {
  const { id, name, enabled, position, trigger, filter, words: asked, steps, version, savedBy, attention } = rule;
  return {
    ...{ id, name, enabled, position, trigger, filter, words: asked, steps, version, attention, problems },
    savedBy: { type: savedBy.type, id: savedBy.type === "system" ? null : savedBy.id },
    lastRun: last ? { outcome: last.outcome, reason: last.reason, at: last.at.toISOString() } : null,
    createdAt: rule.createdAt.toISOString(),
    updatedAt: rule.updatedAt.toISOString(),
  };
}

/** What can be wrong with what is saved, for descriptions. */
export const ruleProblems =
  "You must be allowed all that it does: 403 with `details.permission` otherwise. 422 with `details.reason` = `filter` or " +
  "`steps` and `details.problems`, each with its path, for what cannot be asked or done.";
