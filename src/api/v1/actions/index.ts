import type { Endpoint } from "../../endpoint.ts";
import { callOffAction } from "./call-off-action.ts";
import { checkAction } from "./check-action.ts";
import { decideApproval } from "./decide-approval.ts";
import { getAction } from "./get-action.ts";
import { getActionPolicy } from "./get-action-policy.ts";
import { listActions } from "./list-actions.ts";
import { listBudgets } from "./list-budgets.ts";
import { planAction } from "./plan-action.ts";
import { requestAction } from "./request-action.ts";
import { setActionPolicy } from "./set-action-policy.ts";
import { undoAction } from "./undo-action.ts";

/** What can be done in shops, and under which rules. */
export const actions: Readonly<Record<string, Endpoint>> = {
  planAction,
  listActions,
  getAction,
  requestAction,
  undoAction,
  callOffAction,
  checkAction,
  decideApproval,
  getActionPolicy,
  setActionPolicy,
  listBudgets,
};
