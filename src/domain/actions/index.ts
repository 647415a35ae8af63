export { type Attempt, beginAction, openAttempt } from "./begin-action.ts";
export { budgetsLeft } from "./budgets-left.ts";
export { callOffAction } from "./call-off.ts";
export { decideApproval } from "./decide-approval.ts";
export { forgetInLedger, forgetShopInLedger, leaveConversations } from "./erase-actions.ts";
export { checkAction, checkUnknown, expireAction, undoAction } from "./follow-up.ts";
export { type Asked, askable, discountCode, type Instruction, onCustomer, onOrder } from "./instruction.ts";
export { keepPreview, openPlan, refusePlan, requestAction } from "./keep-preview.ts";
export { approvalsOf, listActions } from "./list-actions.ts";
export { type Plan, planAction } from "./plan-action.ts";
export { policyRules } from "./policy.ts";
export type { Preview } from "./preview.ts";
export { getAction } from "./queries.ts";
export { type Confirmation, requestActions } from "./request-actions.ts";
export { proposalsBeside, reviewProposal } from "./review-proposals.ts";
export { longestClientId, longestNote } from "./rules.ts";
export { getPolicy, savePolicy } from "./save-policy.ts";
export {
  giveUpAction,
  markUnknown,
  noteActionMissing,
  notePending,
  returnToApproved,
  settleDone,
  settleRefused,
} from "./settle-action.ts";
export type { Action, Approval } from "./tables.ts";
