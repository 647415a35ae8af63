import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";

/** Answers of people that wait for somebody to decide. */
export function useSuggestions() {
  return useQuery({
    queryKey: keys.suggestions,
    queryFn: async ({ signal }) => (await answer(api.GET("/v1/knowledge/suggestions", { signal }))).data,
  });
}

export function useApproveSuggestion(suggestionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { title: string; body: string; category: string | null }) =>
      answer(api.POST("/v1/knowledge/suggestions/{suggestionId}/approval", { ...at(suggestionId), body })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.suggestions });
      await client.invalidateQueries({ queryKey: keys.articles });
    },
  });
}

export function useRejectSuggestion(suggestionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/v1/knowledge/suggestions/{suggestionId}", at(suggestionId))),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.suggestions }),
  });
}

function at(suggestionId: string) {
  return { params: { path: { suggestionId } } };
}
