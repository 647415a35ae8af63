import type { Customer } from "./goods-records.ts";
import type { Order } from "./records.ts";
import type { Shop } from "./state.ts";

/**
 * A customer as the app may see her: without approval for protected data nothing says who she is.
 * Source: https://shopify.dev/docs/apps/launch/protected-customer-data
 */
export function seenCustomer({ hidesPeople }: Pick<Shop, "hidesPeople">, customer: Customer): Customer {
  const nobody = { firstName: null, lastName: null, email: null, phone: null, addresses: [], defaultAddressId: null };
  return hidesPeople ? { ...customer, ...nobody } : customer;
}

export function seenOrder({ hidesPeople }: Pick<Shop, "hidesPeople">, order: Order): Order {
  const nobody = { email: null, phone: null, shippingAddress: null, billingAddress: null };
  return hidesPeople ? { ...order, ...nobody } : order;
}
