import { z } from "zod";
import type { PostalAddress } from "../../contract-actions.ts";
import { customerAddressCreateDocument, customerAddressUpdateDocument } from "../documents-customer-actions.ts";
import { orderUpdateDocument } from "../documents-order-actions.ts";
import { addressInput, goesTo, isWhole, spokenAddress } from "./address.ts";
import { change } from "./ask.ts";
import { loadCustomer } from "./customer.ts";
import { loadOrder } from "./order.ts";
import { line } from "./previews.ts";
import { type StateChange, stateChange } from "./state-change.ts";

/** Where the parcel goes, and which of the customer's addresses that is. */
interface Place {
  id: string | null;
  address: PostalAddress | null;
}

const text = z.string().nullable();
const place = z.object({
  id: text,
  address: z
    .object({
      ...{ firstName: text, lastName: text, company: text, address1: z.string(), address2: text, city: z.string() },
      ...{ provinceCode: text, zip: text, countryCode: z.string(), phone: text },
    })
    .nullable(),
});

const sent = new Set(["fulfilled", "partially_fulfilled"]);

const moving = {
  isSo: ({ address }: { address: PostalAddress }, current: Place) => goesTo(current.address, address),
  lines: ({ address }: { address: PostalAddress }, current: Place) => [
    ...(current.address ? [line(`From: ${spokenAddress(current.address)}`)] : []),
    line(`To: ${spokenAddress(address)}`),
  ],
  remembered: (memo: string): Place => place.parse(JSON.parse(memo)),
};

export const orderAddress = stateChange<"order.change_address", Place>({
  ...moving,
  async read(shop, { orderId, address: wanted }) {
    const { id, facts, net, shippingAddress } = await loadOrder(shop, orderId);
    const otherCountry = shippingAddress?.countryCode !== wanted.countryCode;
    return { id, state: { id: null, address: shippingAddress }, facts: { ...facts, otherCountry }, money: net };
  },
  refusal({ orderId }, { facts }) {
    const name = facts.orderName ?? orderId;
    if (facts.cancelledAt) return { code: "already_cancelled", message: `${name} is cancelled` };
    if (facts.fulfillmentStatus !== "fulfilled") return null;
    return { code: "fulfilled", message: `${name} is on its way: the carrier must be asked` };
  },
  warnings: (_action, { facts, state }) => [
    ...(sent.has(facts.fulfillmentStatus ?? "") ? ["A part of it is on its way to the address before"] : []),
    ...(state.address ? ["Shipping and taxes are not worked out anew"] : []),
  ],
  apply: (shop, { orderId: id, address }) =>
    change(shop, orderUpdateDocument, { input: { id, shippingAddress: addressInput(address) } }, z.unknown()),
  undo: ({ orderId }, { address }) => (isWhole(address) ? { kind: "order.change_address", orderId, address } : null),
} satisfies StateChange<"order.change_address", Place>);

/** The customer's default address; a new one when she has none. Orders she placed keep theirs. */
export const customerAddress = stateChange<"customer.change_address", Place>({
  ...moving,
  async read(shop, { customerId }) {
    const { id, facts, money, defaultAddress } = await loadCustomer(shop, customerId);
    return { id, state: defaultAddress, facts, money };
  },
  apply: (shop, { customerId, address }, { id: addressId }) =>
    addressId
      ? change(
          shop,
          customerAddressUpdateDocument,
          { customerId, addressId, address: addressInput(address) },
          z.unknown(),
        )
      : change(shop, customerAddressCreateDocument, { customerId, address: addressInput(address) }, z.unknown()),
  undo: ({ customerId }, { address }) =>
    isWhole(address) ? { kind: "customer.change_address", customerId, address } : null,
} satisfies StateChange<"customer.change_address", Place>);
