import { archiveRule } from "./archive-rule.ts";
import { createRule } from "./create-rule.ts";
import { disableRule } from "./disable-rule.ts";
import { enableRule } from "./enable-rule.ts";
import { getRule } from "./get-rule.ts";
import { listConversationRuleRuns } from "./list-conversation-rule-runs.ts";
import { listRuleRuns } from "./list-rule-runs.ts";
import { listRules } from "./list-rules.ts";
import { previewRule } from "./preview-rule.ts";
import { reorderRules } from "./reorder-rules.ts";
import { updateRule } from "./update-rule.ts";

/** What a shop wants done by itself. */
export const ruleEndpoints = {
  listRules,
  createRule,
  previewRule,
  reorderRules,
  getRule,
  updateRule,
  archiveRule,
  enableRule,
  disableRule,
  listRuleRuns,
  listConversationRuleRuns,
};
