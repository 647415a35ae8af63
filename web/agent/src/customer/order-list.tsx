import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import type { Customer } from "../api/types.ts";
import classes from "./customer-panel.module.css";
import { OrderCard } from "./order-card.tsx";

interface Props {
  customerId: string;
  lookupState: Customer["lookup"]["state"];
}

export function OrderList({ customerId, lookupState }: Props) {
  const { data, error, isPending } = useQuery({
    queryKey: keys.orders(customerId),
    queryFn: () => answer(api.GET("/v1/customers/{customerId}/orders", { params: { path: { customerId } } })),
    select: (page) => page.data.toSorted((a, b) => b.placedAt.localeCompare(a.placedAt)),
  });
  return (
    <section aria-label="Orders" className={classes.orders}>
      <h3 className={classes.heading}>Orders{data && data.length > 0 ? ` (${data.length})` : ""}</h3>
      {isPending && <Skeleton height={90} radius="md" className="appears-late" />}
      {error && !data && (
        <Text role="alert" size="sm">
          {sentence(error)}
        </Text>
      )}
      {data?.length === 0 && lookupState !== "pending" && (
        <Text size="sm" c="var(--parley-quiet)">
          No orders.
        </Text>
      )}
      {data?.map((order, index) => (
        <OrderCard key={order.id} order={order} startsOpen={index === 0} />
      ))}
    </section>
  );
}
