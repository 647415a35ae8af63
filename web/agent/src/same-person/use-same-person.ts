import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";

/** Who else may be this customer. */
export function useProposals(customerId: string) {
  return useQuery({
    queryKey: keys.proposals(customerId),
    queryFn: async ({ signal }) => {
      const target = { params: { path: { customerId } }, signal };
      return (await answer(api.GET("/v1/customers/{customerId}/merge-proposals", target))).data;
    },
  });
}

/** Who was merged into this customer and still is. */
export function useMergedHere(customerId: string) {
  return useQuery({
    queryKey: keys.merges(customerId),
    queryFn: async ({ signal }) => {
      const target = { params: { path: { customerId } }, signal };
      return (await answer(api.GET("/v1/customers/{customerId}/merges", target))).data;
    },
    select: (merges) => merges.filter(({ to, undone }) => to.id === customerId && !undone),
  });
}

type Wanted =
  | { merge: string; into: string }
  | { undo: string }
  | { apart: readonly [customerId: string, otherCustomerId: string] };

/** Says who is who, or takes it back. */
export function useIdentifying(customerId: string, onDone?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Wanted) => send(wanted),
    onSuccess: async () => {
      onDone?.();
      const stale = [keys.proposals(customerId), keys.merges(customerId), keys.customer(customerId)];
      await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    scope: { id: "identifying" },
  });
}

async function send(wanted: Wanted): Promise<unknown> {
  if ("merge" in wanted) {
    const target = { params: { path: { customerId: wanted.merge } }, body: { intoCustomerId: wanted.into } };
    return answer(api.POST("/v1/customers/{customerId}/merge", target));
  }
  if ("undo" in wanted) {
    const path = { customerMergeId: wanted.undo };
    return answer(api.DELETE("/v1/customer-merges/{customerMergeId}", { params: { path } }));
  }
  const [customerId, otherCustomerId] = wanted.apart;
  const target = { params: { path: { customerId, otherCustomerId } } };
  return done(api.PUT("/v1/customers/{customerId}/distinctions/{otherCustomerId}", target));
}
