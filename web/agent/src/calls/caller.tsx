import { Text } from "@mantine/core";
import { Link } from "wouter";
import type { Call } from "../api/types.ts";
import { money } from "../customer/money.ts";
import { useCustomer } from "../customer/use-customer.ts";
import { shippingStatus } from "../orders/order-words.ts";
import { useOrders } from "../orders/use-orders.ts";
import { useMay } from "../session/session.tsx";
import classes from "./call-dock.module.css";
import { numberOf } from "./call-words.ts";
import { useConversationOf } from "./use-open-conversation.ts";

/** Her name, which leads to the conversation, and what she bought last. */
export function Caller({ call }: { call: Call }) {
  const { path } = useConversationOf(call);
  const { data: customer } = useCustomer(call.customerId);
  return (
    <div className={classes.caller}>
      <Link href={path ?? ""} className={classes.name}>
        {customer && customer.name !== "" && customer.name !== call.number ? customer.name : numberOf(call)}
      </Link>
      <Bought customerId={call.customerId} />
    </div>
  );
}

function Bought({ customerId }: { customerId: string }) {
  const { data: orders } = useOrders(customerId, useMay("orders:read"));
  const [newest] = orders ?? [];
  if (!newest || !orders) return null;
  const parts = [
    newest.name,
    money(newest.totalMinor, newest.currency),
    newest.cancelledAt ? "Cancelled" : shippingStatus(newest.fulfillmentStatus)?.label,
    orders.length > 1 && (orders.length === 2 ? "1 order before" : `${orders.length - 1} orders before`),
  ].filter(Boolean);
  return (
    <Text size="xs" className={classes.quiet} truncate>
      {parts.join(" · ")}
    </Text>
  );
}
