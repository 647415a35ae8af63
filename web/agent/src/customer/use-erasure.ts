import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Erasure } from "../api/types.ts";

const ASK_AGAIN_MS = 1_000;

/** What would go of a person, and once it was asked for, how far it is. */
export function useErasure(customerId: string) {
  return useQuery({
    queryKey: keys.erasure(customerId),
    queryFn: () => answer(api.GET("/v1/customers/{customerId}/erasure", { params: { path: { customerId } } })),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? ASK_AGAIN_MS : false),
  });
}

export function useErase(customerId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: NonNullable<Erasure["reason"]>) =>
      answer(
        api.POST("/v1/customers/{customerId}/erasure", {
          params: { path: { customerId } },
          body: { reason, dryRun: false },
        }),
      ),
    onSuccess: (erasure) => client.setQueryData<Erasure>(keys.erasure(customerId), erasure),
  });
}
