import { announce } from "../announce.ts";
import { orderIn } from "../find.ts";
import { newRowId } from "../goods.ts";
import { tell } from "../happenings.ts";
import { recordMovement } from "../ledger.ts";
import { touch } from "../moment.ts";
import type { Asking, Part } from "../part.ts";
import { transactionPayload } from "../payloads/order.ts";
import { transaction } from "../plant-order.ts";
import { totals } from "../totals.ts";
import { payload, Refused } from "../user-error.ts";
import { orderView } from "../views/order.ts";
import { type AddressInput, addressFrom, checkedEmail, checkedPhone, tagList } from "./person-input.ts";

interface OrderInput {
  id: string;
  email?: string | null;
  phone?: string | null;
  note?: string | null;
  poNumber?: string | null;
  tags?: string[] | null;
  customAttributes?: { key: string; value: string }[] | null;
  shippingAddress?: AddressInput | null;
}

export const orderMutations: Part = {
  mutation: (asking) => ({
    orderUpdate: ({ input }: { input: OrderInput }) => payload(() => orderUpdate(asking, input)),
    orderMarkAsPaid: ({ input }: { input: { id: string } }) => payload(() => markAsPaid(asking, input.id)),
    orderInvoiceSend: (args: { id: string; email?: { to?: string | null } | null }) =>
      payload(() => sendInvoice(asking, args)),
    orderClose: ({ input }: { input: { id: string } }) => payload(() => close(asking, input.id, true)),
    orderOpen: ({ input }: { input: { id: string } }) => payload(() => close(asking, input.id, false)),
  }),
};

function orderUpdate(asking: Asking, input: OrderInput) {
  const { shop } = asking;
  const order = orderIn(shop, input.id);
  const { note, poNumber, customAttributes } = input;
  const email = input.email === undefined ? order.email : checkedEmail(input.email);
  const phone = input.phone === undefined ? order.phone : checkedPhone(input.phone);
  const tags = input.tags ? tagList(input.tags) : order.tags;
  const shippingAddress = input.shippingAddress
    ? addressFrom(input.shippingAddress, { id: newRowId(shop) }, ["shippingAddress"])
    : order.shippingAddress;
  Object.assign(order, { email, phone, tags, shippingAddress });
  if (note !== undefined) order.note = note || null;
  if (poNumber !== undefined) order.poNumber = poNumber;
  if (customAttributes) order.customAttributes = customAttributes;
  touch(order);
  announce(asking).order(order);
  return { order: () => orderView(asking, order) };
}

function markAsPaid(asking: Asking, id: string) {
  const { shop } = asking;
  const order = orderIn(shop, id);
  const { outstanding: amount } = totals(order);
  if (order.cancelledAt !== null || amount.presentment <= 0)
    throw new Refused(["id"], "Order cannot be marked as paid.");
  const createdAt = touch(order);
  const made = transaction(shop, { kind: "SALE", gateway: "manual", amount, createdAt });
  order.transactions.push(made);
  order.forcedStatus = null;
  const sums = { amountMinor: amount.presentment, currency: order.presentment.currency };
  recordMovement(shop, {
    at: createdAt,
    kind: "payment",
    ...sums,
    order,
    type: "OrderTransaction",
    id: made.id,
    gateway: "manual",
  });
  tell(shop, id, "marked_as_paid", "The order was marked as paid.");
  announce(asking).send("order_transactions/create", transactionPayload(made, order, shop));
  announce(asking).order(order, "orders/paid");
  return { order: () => orderView(asking, order) };
}

function sendInvoice(asking: Asking, { id, email }: { id: string; email?: { to?: string | null } | null }) {
  const code = "ORDER_INVOICE_SEND_UNSUCCESSFUL";
  const order = orderIn(asking.shop, id, ["id"], code);
  const to = checkedEmail(email?.to ?? order.email);
  if (!to) throw new Refused(["email", "to"], "Recipient can't be blank", code);
  if (order.cancelledAt !== null) throw new Refused(["id"], "Order is cancelled", code);
  const at = touch(order);
  asking.shop.sentMails.push({ id: newRowId(asking.shop), at, kind: "order_invoice", to, about: id });
  tell(asking.shop, id, "mail_sent", `Order invoice email was sent to ${to}.`);
  announce(asking).order(order);
  return { order: () => orderView(asking, order) };
}

function close(asking: Asking, id: string, isClosed: boolean) {
  const order = orderIn(asking.shop, id);
  const at = touch(order);
  order.closedAt = isClosed ? at : null;
  announce(asking).order(order);
  return { order: () => orderView(asking, order) };
}
