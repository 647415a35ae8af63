import { connection, type PageArgs, sortedConnection } from "../connection.ts";
import { gid } from "../gid.ts";
import type { Customer } from "../goods-records.ts";
import { eventsOf } from "../happenings.ts";
import { orderFields, orderKey } from "../lists/orders.ts";
import type { Asking } from "../part.ts";
import { seenCustomer } from "../protected-data.ts";
import { search } from "../search.ts";
import { totals } from "../totals.ts";
import { addressView } from "./address.ts";
import { money } from "./money.ts";
import { orderView } from "./order.ts";
import { accountView } from "./store-credit.ts";

type ListArgs = PageArgs & { query?: string | null; sortKey?: string | null };

export function customerView(asking: Asking, whole: Customer) {
  const { shop } = asking;
  const customer = seenCustomer(shop, whole);
  const { id, firstName, lastName, email, phone, locale, note, tags, createdAt, updatedAt } = customer;
  const orders = () => shop.orders.filter(({ customerId }) => customerId === id);
  const spent = () => orders().reduce((sum, order) => sum + totals(order).net.shop, 0);
  const view = (order: (typeof shop.orders)[number]) => orderView(asking, order);
  return {
    ...{ id: gid("Customer", id), legacyResourceId: String(id), firstName, lastName, createdAt, updatedAt },
    ...{ displayName: [firstName, lastName].filter(Boolean).join(" ") || email || phone || "", locale, note, tags },
    ...{ state: "DISABLED", verifiedEmail: email !== null, canDelete: () => orders().length === 0 },
    ...{ email, phone, taxExempt: false },
    amountSpent: () => money(spent(), shop.currency),
    numberOfOrders: () => String(orders().length),
    defaultEmailAddress: email && { emailAddress: email, ...mailMarketing(customer), validFormat: true },
    defaultPhoneNumber: phone && { phoneNumber: phone, ...textMarketing(customer) },
    defaultAddress: () => addressView(customer.addresses.find((each) => each.id === customer.defaultAddressId) ?? null),
    addresses: () => customer.addresses.map(addressView),
    addressesV2: (args: PageArgs) => connection(customer.addresses, args, (each) => addressView(each) ?? {}),
    lastOrder: () => orders().map(view).at(-1) ?? null,
    orders: ({ query, sortKey, ...args }: ListArgs) =>
      sortedConnection(search(orders(), query, orderFields(shop)), args, orderKey(sortKey ?? "ID"), view),
    events: eventsOf(shop, gid("Customer", id)),
    storeCreditAccounts: (args: PageArgs) =>
      connection(
        shop.storeCredit.filter(({ customerId }) => customerId === id),
        args,
        (account) => accountView(asking, account),
      ),
  };
}

export const customerNamed = (asking: Asking, customerId: number | null) => {
  const found = asking.shop.customers.find(({ id }) => id === customerId);
  return found ? customerView(asking, found) : null;
};

function mailMarketing({ marketing }: Customer) {
  const { state = "NOT_SUBSCRIBED", updatedAt = null } = marketing?.email ?? {};
  return { marketingState: state, marketingUpdatedAt: updatedAt };
}

/** Texts have a newer form, with a word of its own for who never said. */
function textMarketing({ marketing }: Customer) {
  const { state = "NOT_SUBSCRIBED", updatedAt = null } = marketing?.sms ?? {};
  const newer = state === "NOT_SUBSCRIBED" ? "NEVER_SUBSCRIBED" : state;
  return { marketingState: state, smsMarketingConsent: { state: newer, updatedAt } };
}
