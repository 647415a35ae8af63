import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { ActionPolicy } from "../api/types.ts";

/** What may be done in the shops, by whom and up to how much. */
export function usePolicy() {
  return useQuery({ queryKey: keys.actionPolicy, queryFn: () => answer(api.GET("/v1/action-policy")) });
}

export function useSavePolicy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ActionPolicy) => answer(api.PUT("/v1/action-policy", { body })),
    onSuccess: (saved) => client.setQueryData(keys.actionPolicy, saved),
    onError: () => void client.invalidateQueries({ queryKey: keys.actionPolicy }),
  });
}
