import type { Action } from "../../../domain/actions/index.ts";
import { money } from "../describe-order.ts";

/** What a model calls a proposal by. */
export function refOf({ id }: Pick<Action, "id">): string {
  return `proposal-${id.slice(-8)}`;
}

/** What the customer has to be told of it before she can agree. */
export function describeProposal(action: Action, orderName: string | null) {
  const { preview, verdict, kind, expiresAt, instruction } = action;
  const { customerCost, balanceDue, lines, warnings } = preview!;
  return {
    proposal: refOf(action),
    what: kind,
    order: orderName ?? preview!.facts.orderName,
    percent: instruction && "worth" in instruction && "percent" in instruction.worth ? instruction.worth.percent : null,
    lines: lines.slice(0, 20).map(({ label, quantity, money: worth }) => ({
      ...{ label: label.slice(0, 160), quantity },
      amount: worth && money(worth.minor, worth.currency),
    })),
    givenBack: customerCost.minor > 0 ? money(customerCost.minor, customerCost.currency) : null,
    stillToPay: balanceDue && balanceDue.minor > 0 ? money(balanceDue.minor, balanceDue.currency) : null,
    warnings: warnings.slice(0, 5).map((warning) => warning.slice(0, 200)),
    needsApproval: verdict?.outcome === "approve",
    holdsUntil: expiresAt?.toISOString() ?? null,
  };
}
