import { Link } from "wouter";
import { customerPath } from "../customer/paths.ts";
import { useCustomer } from "../customer/use-customer.ts";
import { useOrders } from "../orders/use-orders.ts";

/** Whose order something is about: "#1042 · Mia Berg". */
export function AboutWhom({ customerId, orderId }: { customerId: string; orderId: string | null }) {
  const { data: customer } = useCustomer(customerId);
  const { data: orders } = useOrders(customerId, orderId !== null);
  const order = orders?.find(({ id }) => id === orderId);
  return (
    <>
      {order?.name}
      {order && customer && " · "}
      {customer && <Link href={customerPath(customerId)}>{customer.name || "Unknown customer"}</Link>}
    </>
  );
}
