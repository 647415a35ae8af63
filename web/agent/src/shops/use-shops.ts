import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Connection } from "../api/types.ts";

const LOOK_AGAIN_MS = 60_000;

/** Every shop there is or was. When one was last heard of is told by no event. */
export function useShops() {
  return useQuery({
    queryKey: keys.connections,
    queryFn: () => answer(api.GET("/v1/connections")),
    select: (page) => page.data.filter(({ integrationId }) => integrationId === "shopify"),
    refetchInterval: LOOK_AGAIN_MS,
  });
}

/** Sends the browser to Shopify, which sends it back. */
export function useConnectShop() {
  return useMutation({
    mutationFn: (account: string) => answer(api.POST("/v1/installs", { body: { integrationId: "shopify", account } })),
    onSuccess: ({ url }) => window.location.assign(url),
  });
}

export function useDisconnect(connectionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answer(api.DELETE("/v1/connections/{connectionId}/access", { params: { path: { connectionId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.connections }),
  });
}

export function useEraseShop(connectionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE("/v1/connections/{connectionId}/data", { params: { path: { connectionId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.privacyRequests }),
  });
}

export function usePrivacyRequests(mayRead: boolean) {
  return useQuery({
    queryKey: keys.privacyRequests,
    queryFn: () => answer(api.GET("/v1/privacy-requests")),
    select: (page) => page.data,
    enabled: mayRead,
  });
}

export function useEntitlement() {
  return useQuery({ queryKey: keys.entitlement, queryFn: () => answer(api.GET("/v1/entitlement")) });
}

/** What it is in words, and how worrying. */
export function standing({ state, missingScopes, interfaceNotice }: Connection): { words: string; color: string } {
  if (state === "disconnected") return { words: "Disconnected", color: "gray" };
  if (state === "needs_attention") return { words: "Needs attention", color: "red" };
  if (missingScopes.length > 0 || interfaceNotice) return { words: "Connected, with a notice", color: "yellow" };
  return { words: "Connected", color: "teal" };
}
