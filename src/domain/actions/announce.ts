import type { DomainEvent, TxContext } from "../events/index.ts";
import { laneOf } from "./rules.ts";
import type { Action } from "./tables.ts";

type ActionEvent = Extract<DomainEvent, { name: `action.${string}` }>["name"];

/** Tells what became of an action. @param reason a stable word. */
export function announce(tx: TxContext, name: ActionEvent, action: Action, reason?: string): void {
  const { id: actionId, conversationId, customerId, orderId, kind } = action;
  const lane = laneOf(action);
  tx.emit({
    name,
    data: {
      actionId,
      ...(conversationId !== null && { conversationId }),
      ...(customerId !== null && { customerId }),
      ...(orderId !== null && { orderId }),
      ...(lane !== null && { lane }),
      to: kind,
      ...(reason !== undefined && { reason }),
    },
  });
}
