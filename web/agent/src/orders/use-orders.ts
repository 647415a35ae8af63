import { useInfiniteQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { OrderData } from "./order-data.ts";

/** A customer's orders across shops, newest first. */
export function useOrders(customerId: string, enabled = true) {
  return useInfiniteQuery({
    queryKey: keys.orders(customerId),
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => {
      const query = pageParam === undefined ? {} : { cursor: pageParam };
      return answer(api.GET("/v1/customers/{customerId}/orders", { params: { path: { customerId }, query } }));
    },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }): OrderData[] => pages.flatMap(({ data }) => data),
  });
}
