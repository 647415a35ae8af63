import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { ConsentInput } from "../api/types.ts";

/** What a customer wants to be sent, and what shows it. */
export function useConsents(customerId: string) {
  return useQuery({
    queryKey: keys.consents(customerId),
    queryFn: () => answer(api.GET("/v1/customers/{customerId}/consents", { params: { path: { customerId } } })),
  });
}

export function useRecordConsent(customerId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ConsentInput) =>
      answer(api.POST("/v1/customers/{customerId}/consents", { params: { path: { customerId } }, body })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.consents(customerId) });
      await client.invalidateQueries({ queryKey: keys.allRecipients });
    },
  });
}
