import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";

/** What a customer bought, spent and sends back, across shops. */
export function useCommerce(customerId: string, enabled = true) {
  return useQuery({
    queryKey: keys.commerce(customerId),
    queryFn: () => answer(api.GET("/v1/customers/{customerId}/commerce", { params: { path: { customerId } } })),
    enabled,
  });
}

export type CustomerCommerce = NonNullable<ReturnType<typeof useCommerce>["data"]>;

/** "nordlys" of nordlys.myshopify.com. */
export function shopName(account: string): string {
  return account.replace(/\.myshopify\.com$/i, "");
}
