import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Connection } from "../api/types.ts";
import { useMay } from "../session/session.tsx";

/** Shops that were disconnected: what is shown of them is as it was then, and nothing can be done in them. */
export function useGoneShops(): readonly Connection[] {
  const { data } = useQuery({
    queryKey: keys.connections,
    queryFn: () => answer(api.GET("/v1/connections")),
    enabled: useMay("connections:read"),
    select: (page) =>
      page.data.filter(({ integrationId, state }) => integrationId === "shopify" && state === "disconnected"),
  });
  return data ?? [];
}
