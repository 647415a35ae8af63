import { z } from "zod";
import type { Order } from "../../../domain/commerce/index.ts";
import { builtIn } from "../../../domain/tool-switches/index.ts";
import { defineTool, refusal } from "../tool.ts";
import { amountOf } from "./amounts.ts";
import { linesNamed, orderNamed } from "./order-named.ts";
import { propose } from "./propose.ts";
import { variantsNamed } from "./variants-named.ts";

const may = ["actions:read", "actions:request"] as const;
const orderName = z.string().describe("Such as #1042");
const lines = z.string().describe("Line numbers as get_order shows them, with quantities: “1:2, 3:1”");
const variants = z.string().describe("Variants as search_products shows them, with quantities: “v44012345:1”");
const noted = { notify: true, note: "" };

const proposeCancel = defineTool({
  ...builtIn("propose_cancel_order"),
  description:
    "What cancelling the whole of an order that has not left would do. Nothing is done until it is confirmed.",
  input: z.strictObject({ orderName }),
  may,
  async run(grant, input) {
    const order = await orderNamed(grant, input.orderName);
    const how = { reason: "customer", restock: true, refundTo: "original" } as const;
    return propose(grant, { order, instruction: { kind: "order.cancel", ...how, ...noted } });
  },
});

const proposeRefund = defineTool({
  ...builtIn("propose_refund"),
  description:
    "What giving money back for an order would do: for lines of it, or an amount of its currency; to where she paid from, or as store credit. Leave `lines` or `amount` empty. Never to anywhere else.",
  input: z.strictObject({ orderName, lines, amount: z.string(), asStoreCredit: z.boolean() }),
  may,
  async run(grant, input) {
    const order = await orderNamed(grant, input.orderName);
    if ((input.lines.trim() === "") === (input.amount.trim() === "")) {
      throw refusal("bad_arguments", "Name either lines or an amount");
    }
    const amount = input.amount.trim() === "" ? null : amountOf(input.amount, order.presentmentCurrency);
    const chosen = amount ? [] : linesNamed(order, input.lines);
    return propose(grant, {
      order,
      instruction: {
        ...{ kind: "order.refund", amount, shipping: null, to: input.asStoreCredit ? "store_credit" : "original" },
        lines: chosen.map((line) => ({ ...line, restock: "none" as const })),
        ...noted,
      },
    });
  },
});

const reason = z.enum([
  "unwanted",
  "size_too_small",
  "size_too_large",
  "defective",
  "wrong_item",
  "not_as_described",
  "style",
  "color",
  "other",
]);

const proposeReturn = defineTool({
  ...builtIn("propose_return"),
  description: "What sending back lines of an order that she has would do. Money moves when they have come back.",
  input: z.strictObject({ orderName, lines, reason }),
  may,
  async run(grant, input) {
    const order = await orderNamed(grant, input.orderName);
    const sent = linesNamed(order, input.lines).map((line) => ({ ...line, reason: input.reason, note: "" }));
    return propose(grant, {
      order,
      instruction: { kind: "order.return", lines: sent, exchange: [], notify: true, settlementNote: null },
    });
  },
});

const proposeExchange = defineTool({
  ...builtIn("propose_exchange"),
  description: "What exchanging lines of an order that she has for other variants would do, another size for instance.",
  input: z.strictObject({ orderName, lines, reason, variants }),
  may,
  async run(grant, input) {
    const order = await orderNamed(grant, input.orderName);
    const sent = linesNamed(order, input.lines).map((line) => ({ ...line, reason: input.reason, note: "" }));
    const exchange = await variantsNamed(grant, order.connectionId, input.variants);
    return propose(grant, {
      order,
      instruction: { kind: "order.return", lines: sent, exchange, notify: true, settlementNote: null },
    });
  },
});

const proposeEdit = defineTool({
  ...builtIn("propose_edit_items"),
  description:
    "What taking lines out of an order that has not left, or adding variants to it, would do. Leave empty what is not wanted.",
  input: z.strictObject({ orderName, remove: lines, add: variants }),
  may,
  async run(grant, input) {
    const order = await orderNamed(grant, input.orderName);
    const removed = input.remove.trim() === "" ? [] : linesNamed(order, input.remove);
    const added = input.add.trim() === "" ? [] : await variantsNamed(grant, order.connectionId, input.add);
    if (removed.length + added.length === 0) throw refusal("bad_arguments", "Name what is to go or to come");
    const left = (lineId: string) => order.lines.find((line) => line.externalId === lineId)?.currentQuantity ?? 0;
    const changes = [
      ...removed.map(({ lineId, quantity }) => ({
        ...{ change: "set_quantity" as const, lineId, quantity: left(lineId) - quantity, restock: true },
      })),
      ...added.map((line) => ({ change: "add_variant" as const, ...line })),
    ];
    return propose(grant, { order, instruction: { kind: "order.edit", changes, ...noted } });
  },
});

/** No link and no address to write to: what is read back to a customer would be the shop's word. */
const part = z
  .string()
  .max(255)
  .trim()
  .regex(/^(?!.*(?:@|:\/\/|www\.|#))/iu, "is no part of a postal address");
const proposeAddress = defineTool({
  ...builtIn("propose_change_address"),
  description:
    "What sending an order that has not left to another address would do. `provinceCode` as in US-CO: CO; `countryCode` two letters; what an address does not have is empty. Who receives it stays who it was when neither a name nor a company is given.",
  input: z.strictObject({
    ...{ orderName, firstName: part, lastName: part, company: part, address1: part, address2: part, city: part },
    ...{ provinceCode: part, zip: part, countryCode: part, phone: part },
  }),
  may,
  async run(grant, { orderName: name, address1, city, countryCode, ...rest }) {
    const order = await orderNamed(grant, name);
    if (address1 === "" || city === "" || !/^[A-Za-z]{2}$/.test(countryCode)) {
      throw refusal("bad_arguments", "An address has a street, a city and a country of two letters: ask for them");
    }
    const orNull = (text: string) => (text === "" ? null : text);
    const named = { firstName: rest.firstName, lastName: rest.lastName, company: rest.company, phone: rest.phone };
    const isNamed = [named.firstName, named.lastName, named.company].some((text) => text !== "");
    const recipient = isNamed ? named : { ...recipientOf(order), ...(named.phone && { phone: named.phone }) };
    const address = {
      ...{ address1, city, countryCode: countryCode.toUpperCase(), provinceCode: orNull(rest.provinceCode) },
      ...{ firstName: orNull(recipient.firstName), lastName: orNull(recipient.lastName) },
      ...{ company: orNull(recipient.company), phone: orNull(recipient.phone) },
      ...{ address2: orNull(rest.address2), zip: orNull(rest.zip) },
    };
    return propose(grant, { order, instruction: { kind: "order.change_address", address } });
  },
});

/** Who the parcel is for now; of a whole name the last word is the family's, as Shopify asks for both. */
function recipientOf({ details }: Order) {
  const { name, company, phone } = details.shippingAddress ?? { name: null, company: null, phone: null };
  const words = (name ?? "").trim().split(/\s+/);
  return {
    ...{ firstName: words.slice(0, -1).join(" "), lastName: words.at(-1) ?? "" },
    ...{ company: company ?? "", phone: phone ?? "" },
  };
}

export const orderProposals = [
  ...[proposeCancel, proposeRefund, proposeReturn, proposeExchange, proposeEdit, proposeAddress],
];
