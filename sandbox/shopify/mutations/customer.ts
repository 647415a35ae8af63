import { announce } from "../announce.ts";
import { customerIn, found } from "../find.ts";
import { newRowId } from "../goods.ts";
import type { Customer } from "../goods-records.ts";
import { touch } from "../moment.ts";
import type { Asking, Part } from "../part.ts";
import type { Shop } from "../state.ts";
import { payload, Refused } from "../user-error.ts";
import { addressView } from "../views/address.ts";
import { customerView } from "../views/customer.ts";
import { type AddressInput, addressFrom, checkedEmail, checkedPhone, tagList } from "./person-input.ts";

interface CustomerInput {
  id?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  phone?: string | null;
  note?: string | null;
  locale?: string | null;
  tags?: string[] | null;
}
interface AddressArgs {
  customerId: string;
  addressId: string;
  address: AddressInput;
  setAsDefault?: boolean | null;
}

export const customerMutations: Part = {
  mutation: (asking) => ({
    customerCreate: ({ input }: { input: CustomerInput }) => payload(() => create(asking, input)),
    customerUpdate: ({ input }: { input: CustomerInput }) =>
      payload(() => {
        const customer = customerIn(asking.shop, input.id);
        apply(asking.shop, customer, input);
        return told(asking, customer);
      }),
    customerAddressCreate: (args: AddressArgs) => payload(() => createAddress(asking, args)),
    customerAddressUpdate: (args: AddressArgs) => payload(() => updateAddress(asking, args)),
    customerUpdateDefaultAddress: ({ customerId, addressId }: AddressArgs) =>
      payload(() => {
        const customer = customerIn(asking.shop, customerId, ["customerId"]);
        const address = found(customer.addresses, "MailingAddress", addressId, ["addressId"], "Address does not exist");
        customer.defaultAddressId = address.id;
        return told(asking, customer);
      }),
    customerAddressDelete: ({ customerId, addressId }: AddressArgs) =>
      payload(() => {
        const customer = customerIn(asking.shop, customerId, ["customerId"]);
        const { id } = found(customer.addresses, "MailingAddress", addressId, ["addressId"], "Address does not exist");
        if (customer.defaultAddressId === id)
          throw new Refused(["addressId"], "Cannot delete the customer's default address");
        customer.addresses = customer.addresses.filter((each) => each.id !== id);
        told(asking, customer);
        return { deletedAddressId: addressId };
      }),
  }),
};

function told(asking: Asking, customer: Customer, topic = "update") {
  touch(customer);
  announce(asking).customer(customer, topic);
  return { customer: () => customerView(asking, customer) };
}

function create(asking: Asking, input: CustomerInput) {
  const { shop } = asking;
  const named = { firstName: null, lastName: null, email: null, phone: null, note: null, tags: [], locale: "en" };
  const own = { id: newRowId(shop), createdAt: "", updatedAt: "", addresses: [], defaultAddressId: null };
  const customer: Customer = { ...own, ...named };
  apply(shop, customer, input);
  if (!customer.firstName && !customer.lastName && !customer.email && !customer.phone) {
    throw new Refused(null, "A name, phone number, or email address must be present");
  }
  customer.createdAt = touch(customer);
  shop.customers.push(customer);
  return told(asking, customer, "create");
}

/** Addresses and numbers belong to one customer each. */
function apply(shop: Shop, customer: Customer, input: CustomerInput): void {
  const others = shop.customers.filter((each) => each !== customer);
  const email = input.email === undefined ? customer.email : checkedEmail(input.email);
  const phone = input.phone === undefined ? customer.phone : checkedPhone(input.phone);
  if (email && others.some((each) => each.email?.toLowerCase() === email.toLowerCase())) {
    throw new Refused(["email"], "Email has already been taken");
  }
  if (phone && others.some((each) => each.phone === phone))
    throw new Refused(["phone"], "Phone has already been taken");
  const tags = input.tags ? tagList(input.tags) : customer.tags;
  const { firstName, lastName, note, locale } = input;
  const given = Object.entries({ firstName, lastName, note }).filter(([, value]) => value !== undefined);
  if (locale) customer.locale = locale;
  Object.assign(
    customer,
    { email, phone, tags },
    Object.fromEntries(given.map(([key, value]) => [key, value || null])),
  );
}

function createAddress(asking: Asking, { customerId, address: input, setAsDefault }: AddressArgs) {
  const { shop } = asking;
  const customer = customerIn(shop, customerId, ["customerId"]);
  const { firstName, lastName } = customer;
  const address = addressFrom(input, { id: newRowId(shop), firstName, lastName }, ["address"]);
  customer.addresses.push(address);
  if (setAsDefault || customer.defaultAddressId === null) customer.defaultAddressId = address.id;
  told(asking, customer);
  return { address: () => addressView(address) };
}

function updateAddress(asking: Asking, { customerId, addressId, address: input, setAsDefault }: AddressArgs) {
  const customer = customerIn(asking.shop, customerId, ["customerId"]);
  const before = found(customer.addresses, "MailingAddress", addressId, ["addressId"], "Address does not exist");
  const address = addressFrom(input, before, ["address"]);
  // The address may stand on orders too: those keep what was sent to.
  customer.addresses = customer.addresses.map((each) => (each === before ? address : each));
  if (setAsDefault) customer.defaultAddressId = address.id;
  told(asking, customer);
  return { address: () => addressView(address) };
}
