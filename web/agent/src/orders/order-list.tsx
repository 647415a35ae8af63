import { Button, Skeleton, Text } from "@mantine/core";
import { type ReactNode, useRef } from "react";
import { sentence } from "../api/problem.ts";
import type { Customer } from "../api/types.ts";
import panel from "../customer/customer-panel.module.css";
import { shopName, useCommerce } from "../customer/use-commerce.ts";
import { OrderCard } from "./order-card.tsx";
import type { OrderData } from "./order-data.ts";
import { useGoneShops } from "./use-gone-shops.ts";
import { useOrderKeys } from "./use-order-keys.ts";
import { useOrders } from "./use-orders.ts";

interface Props {
  customerId: string;
  lookupState: Customer["lookup"]["state"];
  /** What can be done with one. */
  menu?: (order: OrderData) => ReactNode;
}

/** A customer's orders, newest first, of all shops. */
export function OrderList({ customerId, lookupState, menu }: Props) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useOrders(customerId);
  const section = useRef<HTMLElement>(null);
  const press = useOrderKeys(section);
  const isOfSeveral = new Set(data?.map(({ connectionId }) => connectionId)).size > 1;
  const { data: commerce } = useCommerce(customerId, isOfSeveral);
  const gone = useGoneShops().filter(({ id }) => data?.some(({ connectionId }) => connectionId === id));
  const nameOf = (id: string | undefined) => {
    const account = commerce?.shops.find(({ connectionId }) => connectionId === id)?.account;
    return account === undefined ? null : shopName(account);
  };
  return (
    <section ref={section} aria-label="Orders" className={panel.orders} data-own-arrows onKeyDown={press}>
      <h3 className={panel.heading} title="Go to the orders (o)">
        Orders{data && data.length > 0 ? ` (${data.length}${hasNextPage ? "+" : ""})` : ""}
      </h3>
      {gone.map(({ id, account }) => (
        <Text key={id} role="status" size="sm" className={panel.warning}>
          <b>{shopName(account)}</b> is no longer connected: its orders are as they were then, and nothing can be done
          in it.
        </Text>
      ))}
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
        <OrderCard
          key={order.id}
          order={order}
          startsOpen={index === 0}
          shopName={isOfSeveral ? nameOf(order.connectionId) : null}
          menu={menu?.(order)}
        />
      ))}
      {hasNextPage && (
        <Button size="compact-sm" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Older orders
        </Button>
      )}
    </section>
  );
}
