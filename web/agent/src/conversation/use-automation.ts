import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, answerOrNull, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Run } from "../api/types.ts";

/** The AI's proposed answer, or null; only asked for when the conversation says that there is one. */
export function useDraft(conversationId: string, hasDraft: boolean) {
  const query = useQuery({
    queryKey: keys.draft(conversationId),
    enabled: hasDraft,
    queryFn: () => answerOrNull(api.GET("/v1/conversations/{conversationId}/draft", at(conversationId))),
  });
  return hasDraft ? query.data : null;
}

/** The latest AI run of a conversation, or null. */
export function useLatestRun(conversationId: string) {
  return useQuery({
    queryKey: keys.runs(conversationId),
    queryFn: async () => {
      const runs = await answer(api.GET("/v1/conversations/{conversationId}/runs", at(conversationId)));
      return latest(runs.data);
    },
  });
}

export function useDiscardDraft(conversationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/v1/conversations/{conversationId}/draft", at(conversationId))),
    onSuccess: () => client.setQueryData(keys.draft(conversationId), null),
  });
}

/** Whether the AI has given the conversation to people, and why. */
export function useAiStanding(conversationId: string) {
  return useQuery({
    queryKey: keys.aiStanding(conversationId),
    queryFn: () => answer(api.GET("/v1/conversations/{conversationId}/ai", at(conversationId))),
  });
}

/** It waits for a person from now on. */
export function useHoldDraft(conversationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.PUT("/v1/conversations/{conversationId}/draft/hold", at(conversationId))),
    onSuccess: (draft) => client.setQueryData(keys.draft(conversationId), draft),
    onError: () => client.invalidateQueries({ queryKey: keys.draft(conversationId) }),
  });
}

export function useAskAgain(conversationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST("/v1/conversations/{conversationId}/runs", at(conversationId))),
    onSuccess: (run) => client.setQueryData(keys.runs(conversationId), run),
  });
}

function at(conversationId: string) {
  return { params: { path: { conversationId } } };
}

function latest(runs: readonly Run[]): Run | null {
  return runs.reduce<Run | null>((last, run) => (!last || run.createdAt > last.createdAt ? run : last), null);
}
