import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { AiTool } from "../api/types.ts";

/** Whether the AI works, and what it may use. */
export function useSwitches() {
  return useQuery({ queryKey: keys.aiSwitches, queryFn: () => answer(api.GET("/v1/ai/switches")) });
}

export function useStopAi() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => answer(api.PUT("/v1/ai/stop", { body: { reason } })),
    onSuccess: (now) => client.setQueryData(keys.aiSwitches, now),
  });
}

export function useResumeAi() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/v1/ai/stop")),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.aiSwitches }),
  });
}

export function useSetTool(tool: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Pick<AiTool, "isOn"> & { needs: AiTool["needs"] | null }) =>
      answer(api.PUT("/v1/ai/switches/{tool}", { params: { path: { tool } }, body })),
    onSuccess: (now) => client.setQueryData(keys.aiSwitches, now),
  });
}
