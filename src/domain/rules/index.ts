export { createRule } from "./create-rule.ts";
export {
  longestName,
  mostPreviewed,
  mostRules,
  triggers,
  words,
} from "./decisions.ts";
export { archiveRule, disableRule, enableRule } from "./enable-rule.ts";
export { holdAgainstCustomer } from "./hold-against-customer.ts";
export { noteActionFailed } from "./note-action-failed.ts";
export { previewRule } from "./preview-rule.ts";
export { problemsOfRules, type RuleProblem } from "./problems.ts";
export { getRule, type LastRun, lastRunsOf, listRules, listRuns, type RunWithNames } from "./queries.ts";
export { reorderRules } from "./reorder-rules.ts";
export { runRules } from "./run-rules.ts";
export { ruleStep } from "./steps.ts";
export { sweepRuleRuns } from "./sweep-rule-runs.ts";
export type { Rule } from "./tables.ts";
export { updateRule } from "./update-rule.ts";
