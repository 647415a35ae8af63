import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, answerOrNull, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Run } from "../api/types.ts";

/** Steps are told by no event. */
const LOOK_AGAIN_MS = 2000;

/** The AI's latest turns on a conversation, newest first. */
export function useRuns(conversationId: string) {
  return useQuery({
    queryKey: keys.runList(conversationId),
    queryFn: () =>
      answer(
        api.GET("/v1/conversations/{conversationId}/runs", {
          params: { path: { conversationId }, query: { limit: 50 } },
        }),
      ),
    select: (page) => page.data,
  });
}

/** One turn with its steps; null when it is gone. Read again and again while the AI is at work. */
export function useTrace(conversationId: string, runId: string) {
  return useQuery({
    queryKey: keys.trace(conversationId, runId),
    queryFn: () => answerOrNull(api.GET("/v1/runs/{runId}", { params: { path: { runId } } })),
    refetchInterval: ({ state: { data } }) => (data && isAtWork(data) ? LOOK_AGAIN_MS : false),
  });
}

export function useStopRun(conversationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (runId: string) => answer(api.POST("/v1/runs/{runId}/cancellation", { params: { path: { runId } } })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.runs(conversationId) }),
  });
}

export function isAtWork({ status }: Pick<Run, "status">): boolean {
  return status === "waiting" || status === "running";
}
