import { checkReferences, openFields, problemsOf } from "../filters/index.ts";
import { problemsOfSteps } from "../steps/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isShared } from "./check-rule.ts";
import type { Rule } from "./tables.ts";

/** What is wrong with a rule by now: it names something that is gone or out of use. */
export interface RuleProblem {
  path: string;
  message: string;
}

/** For each of these rules what is wrong with it, looked up for all of them at once. */
export async function problemsOfRules(
  ctx: Context,
  some: readonly Pick<Rule, "filter" | "steps">[],
): Promise<RuleProblem[][]> {
  const fields = await openFields(ctx);
  const references = await checkReferences(
    ctx,
    some.map(({ filter }) => filter),
    fields,
  );
  const steps = await problemsOfSteps(
    ctx,
    some.map((rule) => rule.steps.filter(isShared)),
  );
  return some.map(({ filter }, n) => [
    ...[...problemsOf(filter, fields), ...references[n]!].map(({ path, message }) => ({
      ...{ path: path === "" ? "filter" : `filter.${path}`, message },
    })),
    ...steps[n]!.map(({ path, message }) => ({ path, message })),
  ]);
}
