import { inArray } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import type { TxContext } from "../events/index.ts";
import { requestAction } from "./keep-preview.ts";
import { lockActions } from "./queries.ts";
import { refusal } from "./rules.ts";
import { type Action, actions as table } from "./tables.ts";

/** That somebody has looked at a planned action, and wants it. */
export interface Confirmation {
  actionId: string;
  /** Of the preview she looked at. */
  fingerprint: string;
  /** She knows that the very same was done before. */
  again?: boolean | undefined;
}

const ended: ReadonlySet<Action["state"]> = new Set(["refused", "failed", "declined", "called_off", "expired"]);

/**
 * Asks for planned actions of one conversation: all of them or none, as the transaction ends with the first that is
 * refused, by its policy or its shop. Asked twice, they are asked for once. Take the conversation's lock only after it.
 *
 * @throws as `requestAction` does; AppError("conflict") with `details.reason` "action_refused", "other_conversation".
 *   `details.plannedId` says which.
 */
export async function requestActions(
  tx: TxContext,
  { conversationId, actions }: { conversationId: string; actions: readonly Confirmation[] },
): Promise<void> {
  const inOneOrder = actions.toSorted((a, b) => (a.actionId < b.actionId ? -1 : 1));
  // All of them before the first decision, which holds the budgets: another decision has its action already and waits there.
  await lockActions(tx, inArray(table.id, [...new Set(inOneOrder.map(({ actionId }) => actionId))]));
  for (const { actionId, fingerprint, again = false } of inOneOrder) {
    const action = await naming(actionId, () => requestAction(tx, { actionId, fingerprint, again }));
    const { state, trouble } = action;
    if (action.conversationId !== conversationId) {
      throw refusal("other_conversation", "This was planned in another conversation", { plannedId: actionId });
    }
    if (ended.has(state)) {
      const message = trouble?.message ?? "This can no longer be done in the shop";
      throw refusal("action_refused", message, { plannedId: actionId, state });
    }
  }
}

async function naming<T>(plannedId: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new AppError(cause.code, cause.message, { cause, details: { ...cause.details, plannedId } });
  }
}
