import { announce } from "../announce.ts";
import { type DraftInput, draftContent } from "../drafts/make-draft.ts";
import { calculatedDraftView, draftView } from "../drafts/view.ts";
import { found, orderIn } from "../find.ts";
import { newRowId } from "../goods.ts";
import type { Draft } from "../goods-records.ts";
import { tell } from "../happenings.ts";
import { recordMovement } from "../ledger.ts";
import { moment, touch } from "../moment.ts";
import type { Asking, Part } from "../part.ts";
import { transaction } from "../plant-order.ts";
import type { Order } from "../records.ts";
import type { Shop } from "../state.ts";
import { addToStock } from "../stock.ts";
import { totals, unitsOf } from "../totals.ts";
import { payload, Refused } from "../user-error.ts";
import { checkedEmail } from "./person-input.ts";

interface SendArgs {
  id: string;
  email?: { to?: string | null } | null;
}

export const draftMutations: Part = {
  mutation: (asking) => ({
    draftOrderCreate: ({ input }: { input: DraftInput }) => payload(() => create(asking, input)),
    draftOrderCalculate: ({ input }: { input: DraftInput }) => payload(() => calculate(asking, input)),
    draftOrderCreateFromOrder: ({ orderId }: { orderId: string }) => payload(() => copyOrder(asking, orderId)),
    draftOrderUpdate: ({ id, input }: { id: string; input: DraftInput }) => payload(() => update(asking, id, input)),
    draftOrderInvoiceSend: (args: SendArgs) => payload(() => sendInvoice(asking, args)),
    draftOrderComplete: (args: { id: string; paymentPending?: boolean | null; sourceName?: string | null }) =>
      payload(() => complete(asking, args)),
    draftOrderDelete: ({ input }: { input: { id: string } }) => payload(() => remove(asking, input.id)),
  }),
};

const draftIn = ({ drafts }: Shop, id: string) => found(drafts, "DraftOrder", id, ["id"], "Draft order does not exist");

function openDraft(shop: Shop, id: string): Draft {
  const draft = draftIn(shop, id);
  if (draft.status === "COMPLETED") throw new Refused(["id"], "This order has been paid");
  return draft;
}

function keep(asking: Asking, content: Pick<Draft, "customerId" | "reserveInventoryUntil" | "order" | "discount">) {
  const { shop } = asking;
  const at = moment();
  const draft: Draft = {
    ...{ id: newRowId(shop), number: shop.drafts.reduce((most, { number }) => Math.max(most, number), 0) + 1 },
    ...{
      status: "OPEN",
      createdAt: at,
      updatedAt: at,
      completedAt: null,
      invoiceSentAt: null,
      orderId: null,
      ...content,
    },
  };
  shop.drafts.push(draft);
  announce(asking).draft(draft, "create");
  return { draftOrder: () => draftView(asking, draft) };
}

const create = (asking: Asking, input: DraftInput) => keep(asking, draftContent(asking, input, null));

function calculate(asking: Asking, input: DraftInput) {
  const { nextId } = asking.shop;
  const content = draftContent(asking, input, null);
  asking.shop.nextId = nextId; // nothing was made
  return { calculatedDraftOrder: calculatedDraftView(asking, content) };
}

/** What is left of an order, at its prices. */
function copyOrder(asking: Asking, orderId: string) {
  const { shop } = asking;
  const order = orderIn(shop, orderId, ["orderId"]);
  if (order.presentment.currency !== shop.currency) {
    throw new Refused(["orderId"], "The sandbox makes draft orders in the shop's own currency only");
  }
  const lines = order.lines.flatMap((line) => {
    const quantity = unitsOf(order, line).current || line.quantity - line.removed;
    return quantity > 0 ? [{ ...line, id: newRowId(shop), quantity, removed: 0, discounts: [] }] : [];
  });
  const { email, phone, note, poNumber, tags, customAttributes, presentment, taxesIncluded } = order;
  const { shippingAddress, billingAddress } = order;
  const shippingLines = order.shippingLines.map((line) => ({ ...line, id: newRowId(shop) }));
  const own = { email, phone, note, poNumber, tags: [...tags], customAttributes, presentment, taxesIncluded };
  return keep(asking, {
    ...{ customerId: order.customerId, reserveInventoryUntil: null, discount: null },
    order: { ...own, shippingAddress, billingAddress, lines, shippingLines, discountCodes: [] },
  });
}

function update(asking: Asking, id: string, input: DraftInput) {
  const draft = openDraft(asking.shop, id);
  Object.assign(draft, draftContent(asking, input, draft));
  touch(draft);
  announce(asking).draft(draft, "update");
  return { draftOrder: () => draftView(asking, draft) };
}

function sendInvoice(asking: Asking, { id, email }: SendArgs) {
  const { shop } = asking;
  const draft = openDraft(shop, id);
  const to = checkedEmail(email?.to ?? draft.order.email, ["email", "to"]);
  if (!to) throw new Refused(["email", "to"], "To can't be blank");
  shop.sentMails.push({ id: newRowId(shop), at: moment(), kind: "draft_order_invoice", to, about: id });
  tell(shop, id, "mail_sent", `Draft order invoice email was sent to ${to}.`);
  Object.assign(draft, { status: "INVOICE_SENT", invoiceSentAt: touch(draft) });
  announce(asking).draft(draft, "update");
  return { draftOrder: () => draftView(asking, draft) };
}

function complete(
  asking: Asking,
  { id, paymentPending, sourceName }: { id: string; paymentPending?: boolean | null; sourceName?: string | null },
) {
  const { shop } = asking;
  const draft = openDraft(shop, id);
  const at = touch(draft);
  const order: Order = {
    ...structuredClone(draft.order),
    ...{ id: newRowId(shop), number: shop.orders.reduce((most, { number }) => Math.max(most, number), 1000) + 1 },
    ...{
      customerId: draft.customerId,
      createdAt: at,
      updatedAt: at,
      closedAt: null,
      cancelledAt: null,
      cancelReason: null,
    },
    ...{ staffNote: null, sourceName: sourceName ?? "shopify_draft_order", original: totals(draft.order).total },
    ...{
      transactions: [],
      fulfillments: [],
      refunds: [],
      returns: [],
      risk: "NONE",
      disputes: [],
      forcedStatus: null,
      edited: false,
    },
  };
  shop.orders.push(order);
  for (const line of order.lines) addToStock(shop, line.variantId, -line.quantity);
  for (const discount of shop.discounts) if (order.discountCodes.includes(discount.code)) discount.used += 1;
  if (!paymentPending && order.original.presentment > 0) pay(asking, order, at);
  Object.assign(draft, { status: "COMPLETED", completedAt: at, orderId: order.id });
  announce(asking).draft(draft, "update");
  announce(asking).order(order, "orders/create", ...(paymentPending ? [] : ["orders/paid"]));
  return { draftOrder: () => draftView(asking, draft) };
}

/** Without a gateway the shop says that it has the money. */
function pay({ shop }: Asking, order: Order, at: string): void {
  const made = transaction(shop, { kind: "SALE", gateway: "manual", amount: order.original, createdAt: at });
  order.transactions.push(made);
  const sums = { amountMinor: made.amount.presentment, currency: order.presentment.currency };
  recordMovement(shop, {
    at,
    kind: "payment",
    ...sums,
    order,
    type: "OrderTransaction",
    id: made.id,
    gateway: "manual",
  });
}

function remove(asking: Asking, id: string) {
  const { shop } = asking;
  const draft = draftIn(shop, id);
  shop.drafts = shop.drafts.filter((each) => each !== draft);
  announce(asking).send("draft_orders/delete", { id: draft.id });
  return { deletedId: id };
}
