import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { SurveySetting } from "../api/types.ts";

const DAY_MS = 86_400_000;

/** The last so many days (UTC), today among them. */
export function useAiReport(days: number) {
  const day = (ago: number) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
  const query = { from: day(days - 1), to: day(0) };
  return useQuery({
    queryKey: keys.aiReport(query),
    queryFn: () => answer(api.GET("/v1/reports/ai", { params: { query } })),
    placeholderData: keepPreviousData,
  });
}

export function useHoldOut() {
  return useQuery({ queryKey: keys.holdOut, queryFn: () => answer(api.GET("/v1/settings/hold-out")) });
}

export function useSetHoldOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (percent: number) => answer(api.PUT("/v1/settings/hold-out", { body: { percent } })),
    onSuccess: (now) => client.setQueryData(keys.holdOut, now),
  });
}

export function useSurveySetting() {
  return useQuery({ queryKey: keys.surveySetting, queryFn: () => answer(api.GET("/v1/settings/survey")) });
}

export function useSetSurvey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SurveySetting) => answer(api.PUT("/v1/settings/survey", { body })),
    onSuccess: (now) => client.setQueryData(keys.surveySetting, now),
  });
}
