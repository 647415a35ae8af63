import {
  approvalsOf,
  beginAction,
  decideApproval,
  keepPreview,
  type Preview,
  planAction,
  refusePlan,
  settleDone,
} from "../../src/domain/actions/index.ts";
import { listOrders } from "../../src/domain/commerce/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { aMember } from "./factories.ts";

const cost = { minor: 0, currency: "EUR" };
const facts: Preview["facts"] = {
  ...{ orderName: null, customerExternalId: null, placedAt: null, deliveredAt: null, cancelledAt: null },
  ...{ financialStatus: null, fulfillmentStatus: null, total: null, refundable: null, refunded: null, risk: null },
  ...{ disputed: false, tags: [] },
};
const nothing: Preview = {
  ...{
    fingerprint: "same",
    cost,
    customerCost: cost,
    balanceDue: null,
    lines: [],
    warnings: [],
    refusal: null,
    facts,
    memo: null,
  },
};

/** Something done for a customer, something refused and something declined, with canaries where words can stand. */
export async function plantInLedger(
  ctx: Context,
  { customerId, conversationId }: { customerId: string; conversationId: string },
  word: (column: string) => string,
): Promise<void> {
  const [order] = await listOrders(ctx, { customerId, limit: 1 });
  const setNote = (note: string) => ({ kind: "order.set_note" as const, note });
  const at = { conversationId, orderId: order!.id, request: true };
  const clientId = word("actions.client_id");
  const { id } = await planAction(ctx, { ...at, clientId, instruction: setNote(word("actions.instruction")) });
  const fresh = { ...nothing, lines: [{ label: word("actions.preview"), quantity: null, money: null }] };
  await keepPreview(ctx, { actionId: id, preview: fresh });
  await beginAction(ctx, { actionId: id, fresh });
  const shown = { code: word("actions.result") };
  const settlement = { externalId: null, cost, discrepancy: null, shown };
  await settleDone(ctx, { actionId: id, settlement, undo: setNote(word("actions.undo")) });

  const { id: refusedId } = await planAction(ctx, { ...at, instruction: setNote("") });
  const trouble = { by: "shop", code: "gone", message: word("actions.trouble") } as const;
  await refusePlan(ctx, { actionId: refusedId, trouble });

  const { id: actionId } = await planAction(ctx, {
    ...at,
    instruction: { kind: "order.change_address", address: nowhere },
  });
  await keepPreview(ctx, { actionId, preview: nothing });
  const { id: approvalId, fingerprint } = (await approvalsOf(ctx, [actionId])).get(actionId)!;
  const note = word("approvals.note");
  await decideApproval(await aMember(ctx, "lead"), { approvalId, fingerprint, decision: "declined", note });
}

const nowhere = {
  ...{ firstName: null, lastName: null, company: null, address1: "Nowhere 1", address2: null, city: "Oslo" },
  ...{ provinceCode: null, zip: null, countryCode: "NO", phone: null },
};
