import type { Role } from "../../../src/domain/access/index.ts";
import {
  type Action,
  approvalsOf,
  decideApproval,
  getAction,
  type Instruction,
  type Plan,
  planAction,
  requestAction,
} from "../../../src/domain/actions/index.ts";
import { listOrders, saveLookup } from "../../../src/domain/commerce/index.ts";
import { listConversations } from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { performAction } from "../../../src/outbound/perform-action.ts";
import { previewAction } from "../../../src/outbound/preview-action.ts";
import type { Database } from "../../../src/platform/db.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { told } from "../../support/shop-records.ts";
import { aShopId, aTill } from "../../support/till.ts";

/** A workspace with one customer who wrote, her order, and a till behind it; the workers' parts are turned by hand. */
export async function aLedgerShop(db: Database, { refundableMinor = 1000_00 } = {}) {
  const ctx = await aWorkspace(db);
  const till = aTill(refundableMinor);
  const { id: connectionId } = await aConnection(ctx, "shopify");
  await receive(db, [aMessage({ workspaceId: ctx.workspaceId, connectionId })]);
  const [conversation] = await listConversations(ctx, { folder: "open", limit: 1 });
  const { id: conversationId, customerId } = conversation!;
  const orderId = await anOrder(ctx, { customerId, connectionId });
  const member = (role: Role = "agent") => aMember(ctx, role);
  const acts = { acts: () => till.act };
  const preview = (actionId: string) => previewAction(ctx, { actionId }, acts);
  const perform = (actionId: string) => performAction(ctx, { actionId }, acts);
  /** Planned and previewed. */
  const plan = async (who: Context, instruction: Instruction, more: Partial<Plan> = {}): Promise<Action> => {
    const { id } = await planAction(who, { instruction, orderId, conversationId, ...more });
    await preview(id);
    return getAction(ctx, id);
  };
  /** Planned, looked at and asked for. */
  const ask = async (who: Context, instruction: Instruction, more: Partial<Plan> & { again?: boolean } = {}) => {
    const { again = false, ...rest } = more;
    const { id: actionId, preview: seen } = await plan(who, instruction, rest);
    return requestAction(who, { actionId, fingerprint: seen!.fingerprint, again });
  };
  const approvalOf = async (actionId: string) => (await approvalsOf(ctx, [actionId])).get(actionId)!;
  const decision = async (who: Context, actionId: string, wanted: "approved" | "declined" = "approved") => {
    const { id: approvalId, fingerprint } = await approvalOf(actionId);
    return decideApproval(who, { approvalId, fingerprint, decision: wanted });
  };
  const reread = (actionId: string) => getAction(ctx, actionId);
  const events = async (actionId?: string) =>
    (await listEvents(ctx, { after: 0, limit: 1000 })).events
      .filter(({ name, data }) => name.startsWith("action.") && (actionId === undefined || data.actionId === actionId))
      .map(({ name }) => name.slice("action.".length));
  const ids = { conversationId, customerId, connectionId, orderId };
  return { ctx, till, acts, member, preview, perform, plan, ask, reread, events, approvalOf, decision, ...ids };
}

/** Another order of a customer; the shop knows her by this. */
export async function anOrder(
  ctx: Context,
  { customerId, connectionId }: { customerId: string; connectionId: string },
): Promise<string> {
  const externalId = aShopId("Order");
  const order = { externalId, placedAt: new Date(), totalMinor: 1000_00, fulfillmentStatus: null, lines: [] };
  const record = told({ externalId: `gid://shopify/Customer/${customerId}` }, [order]);
  await saveLookup(ctx, { customerId, connectionId, record });
  const [row] = (await listOrders(ctx, { customerId, limit: 100 })).filter((one) => one.externalId === externalId);
  return row!.id;
}

export const refund = (minor: number): Instruction => ({
  ...{ kind: "order.refund", lines: [], shipping: null, to: "original", notify: false, note: "" },
  amount: { minor, currency: "EUR" },
});
export const credit = (minor: number): Instruction => ({
  ...{ kind: "store_credit.add", expiresAt: null, notify: false, amount: { minor, currency: "EUR" } },
});
export const setNote = (note: string): Instruction => ({ kind: "order.set_note", note });
