import { announce } from "../announce.ts";
import type { PageArgs } from "../connection.ts";
import { found, numberIn, orderIn } from "../find.ts";
import { moment, touch } from "../moment.ts";
import type { Asking, Part } from "../part.ts";
import type { Order, Return } from "../records.ts";
import { type CalculateReturnInput, calculateReturn } from "../returns/calculate.ts";
import { newReturn, type ReturnInput } from "../returns/new-return.ts";
import { type ProcessInput, processReturn } from "../returns/process.ts";
import { reasonDefinitions } from "../returns/reasons.ts";
import { returnableFulfillments } from "../returns/returnable.ts";
import type { Shop } from "../state.ts";
import { payload, Refused } from "../user-error.ts";
import { returnView } from "../views/return.ts";

export const returnParts: Part = {
  query: (asking) => ({
    return: ({ id }: { id: string }) => viewOf(asking, id),
    returnCalculate: ({ input }: { input: CalculateReturnInput }) => calculateReturn(asking, input),
    returnableFulfillments: (args: PageArgs & { orderId: string }) => returnableFulfillments(asking, args),
    returnReasonDefinitions: reasonDefinitions,
  }),
  nodes: (asking) => [["Return", (id) => viewOf(asking, id)]],
  mutation: (asking) => ({
    returnCreate: ({ returnInput }: { returnInput: ReturnInput }) => payload(() => create(asking, returnInput, "OPEN")),
    returnRequest: ({ input }: { input: ReturnInput }) => payload(() => create(asking, input, "REQUESTED")),
    returnApproveRequest: ({ input }: { input: { id: string } }) => payload(() => approve(asking, input.id)),
    returnDeclineRequest: ({ input }: { input: DeclineInput }) => payload(() => decline(asking, input)),
    returnCancel: ({ id }: { id: string }) => payload(() => cancel(asking, id)),
    returnClose: ({ id }: { id: string }) => payload(() => close(asking, id)),
    returnReopen: ({ id }: { id: string }) => payload(() => reopen(asking, id)),
    returnProcess: ({ input }: { input: ProcessInput }) =>
      payload(() => {
        const { order, row } = returnIn(asking.shop, input.returnId, ["returnId"]);
        return after(asking, order, row, "process", () => processReturn(asking, order, row, input));
      }),
  }),
};

interface DeclineInput {
  id: string;
  declineReason: string;
  declineNote?: string | null;
}

function returnIn(shop: Shop, id: string, field = ["id"]): { order: Order; row: Return } {
  const all = shop.orders.flatMap(({ returns }) => returns);
  const row = found(all, "Return", id, field, "Return not found.", "NOT_FOUND");
  const order = shop.orders.find(({ returns }) => returns.includes(row));
  if (!order) throw new Refused(field, "Return not found.", "NOT_FOUND");
  return { order, row };
}

function viewOf(asking: Asking, id: string) {
  const order = asking.shop.orders.find(({ returns }) => returns.some((each) => each.id === numberIn("Return", id)));
  const row = order?.returns.find((each) => each.id === numberIn("Return", id));
  return order && row ? returnView(asking, order, row) : null;
}

/** Changes a return, then tells of it. */
function after(asking: Asking, order: Order, row: Return, topic: string, act: () => void) {
  act();
  touch(order);
  announce(asking).return(row, order, topic);
  announce(asking).order(order);
  return { return: () => returnView(asking, order, row) };
}

function demand(row: Return, status: Return["status"], field = ["id"]): void {
  if (row.status !== status) {
    throw new Refused(field, `Return is ${row.status.toLowerCase()}, not ${status.toLowerCase()}`, "INVALID_STATE");
  }
}

function create(asking: Asking, input: ReturnInput, status: "OPEN" | "REQUESTED") {
  const order = orderIn(asking.shop, input.orderId, ["orderId"], "NOT_FOUND");
  const row = newReturn(asking, order, input, status);
  return after(asking, order, row, status === "OPEN" ? "approve" : "request", () => order.returns.push(row));
}

function approve(asking: Asking, id: string) {
  const { order, row } = returnIn(asking.shop, id);
  demand(row, "REQUESTED");
  return after(asking, order, row, "approve", () => Object.assign(row, { status: "OPEN", approvedAt: moment() }));
}

function decline(asking: Asking, { id, declineReason: reason, declineNote }: DeclineInput) {
  const { order, row } = returnIn(asking.shop, id);
  demand(row, "REQUESTED");
  if ((declineNote?.length ?? 0) > 500) {
    throw new Refused(["declineNote"], "Decline note is too long (maximum is 500 characters)", "TOO_LONG");
  }
  const change = { status: "DECLINED", decline: { reason, note: declineNote ?? null } };
  return after(asking, order, row, "decline", () => Object.assign(row, change));
}

function cancel(asking: Asking, id: string) {
  const { order, row } = returnIn(asking.shop, id);
  const isStarted =
    row.lines.some(({ processed }) => processed > 0) || order.refunds.some(({ returnId }) => returnId === row.id);
  if (row.status !== "OPEN" && row.status !== "REQUESTED") demand(row, "OPEN");
  if (isStarted)
    throw new Refused(["id"], "Return is not cancelable: items were processed or refunded", "INVALID_STATE");
  return after(asking, order, row, "cancel", () => Object.assign(row, { status: "CANCELED" }));
}

function close(asking: Asking, id: string) {
  const { order, row } = returnIn(asking.shop, id);
  demand(row, "OPEN");
  return after(asking, order, row, "close", () => Object.assign(row, { status: "CLOSED", closedAt: moment() }));
}

function reopen(asking: Asking, id: string) {
  const { order, row } = returnIn(asking.shop, id);
  demand(row, "CLOSED");
  return after(asking, order, row, "reopen", () => Object.assign(row, { status: "OPEN", closedAt: null }));
}
