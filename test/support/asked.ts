import { approvalsOf, decideApproval, type Instruction, planAction } from "../../src/domain/actions/index.ts";
import { listOrders } from "../../src/domain/commerce/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { performAction } from "../../src/outbound/perform-action.ts";
import { previewAction } from "../../src/outbound/preview-action.ts";
import { aMember } from "./factories.ts";
import { aTill } from "./till.ts";

const amount = { minor: 5_00, currency: "EUR" };
const credit: Instruction = { kind: "store_credit.add", amount, expiresAt: null, notify: false };
const refund: Instruction = {
  ...{ kind: "order.refund", lines: [], shipping: null, to: "original", notify: false, note: "", amount },
};

/** In the shop of a customer with an order: credit that was given and can be taken back, and a refund that waits for approval. */
export async function whatWasAsked(ctx: Context, at: { conversationId: string; customerId: string }) {
  const [order] = await listOrders(ctx, { customerId: at.customerId, limit: 1 });
  const orderId = order!.id;
  const { act } = aTill();
  const acts = { acts: () => act };
  const asked = async (instruction: Instruction) => {
    const { id: actionId } = await planAction(ctx, { ...at, instruction, orderId, request: true });
    await previewAction(ctx, { actionId }, acts);
    return { actionId, approval: (await approvalsOf(ctx, [actionId])).get(actionId)! };
  };
  const { actionId, approval } = await asked(credit);
  const { id: approvalId, fingerprint } = approval;
  await decideApproval(await aMember(ctx, "owner"), { approvalId, fingerprint, decision: "approved" });
  await performAction(ctx, { actionId }, acts);
  const waiting = await asked(refund);
  return { orderId, actionId, approvalId: waiting.approval.id };
}

/** Let through, and not begun. */
export async function whatWasLetThrough(ctx: Context, { orderId }: { orderId: string }): Promise<string> {
  const { act } = aTill();
  const instruction: Instruction = { kind: "order.set_note", note: "Gift" };
  const { id: actionId } = await planAction(ctx, { instruction, orderId, request: true });
  await previewAction(ctx, { actionId }, { acts: () => act });
  return actionId;
}
