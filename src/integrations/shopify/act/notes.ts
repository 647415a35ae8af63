import { z } from "zod";
import type { Connection } from "../../contract.ts";
import { customerUpdateDocument } from "../documents-customer-actions.ts";
import { orderUpdateDocument } from "../documents-order-actions.ts";
import { change } from "./ask.ts";
import { loadCustomer } from "./customer.ts";
import { loadOrder } from "./order.ts";
import { line } from "./previews.ts";
import { type StateChange, stateChange } from "./state-change.ts";

const anyAnswer = z.unknown();
const remembered = (memo: string) => z.string().parse(JSON.parse(memo));
const isSo = ({ note }: { note: string }, state: string) => plain(state) === plain(note);
const lines = ({ note }: { note: string }, state: string) => [
  ...(state ? [line(`Instead of: ${state}`)] : []),
  line(note ? `Note: ${note}` : "No note"),
];

/** Shopify keeps no blanks around a note, and one way to end a line. */
function plain(note: string): string {
  return note.replaceAll("\r\n", "\n").trim();
}

export const orderNote = stateChange<"order.set_note", string>({
  async read(shop, { orderId }) {
    const { id, note, facts, net } = await loadOrder(shop, orderId);
    return { id, state: note, facts, money: net };
  },
  ...{ isSo, lines, remembered },
  apply: (shop: Connection, { orderId: id, note }) =>
    change(shop, orderUpdateDocument, { input: { id, note } }, anyAnswer),
  undo: ({ orderId }, note) => ({ kind: "order.set_note", orderId, note }),
} satisfies StateChange<"order.set_note", string>);

export const customerNote = stateChange<"customer.set_note", string>({
  async read(shop, { customerId }) {
    const { id, note, facts, money } = await loadCustomer(shop, customerId);
    return { id, state: note, facts, money };
  },
  ...{ isSo, lines, remembered },
  apply: (shop: Connection, { customerId: id, note }) =>
    change(shop, customerUpdateDocument, { input: { id, note } }, anyAnswer),
  undo: ({ customerId }, note) => ({ kind: "customer.set_note", customerId, note }),
} satisfies StateChange<"customer.set_note", string>);
