import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, answerOrNull, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Trial, TrialCase } from "../api/types.ts";

/** While conversations are tried, in milliseconds. */
const LOOKED_AT_EVERY = 1000;

export interface TrialChoice {
  conversations?: number;
  days?: number;
  conversationIds?: string[];
}

export const isUnderWay = ({ total, done }: Trial) => done < total;

export function useTrials() {
  return useQuery({
    queryKey: keys.trialList,
    queryFn: async ({ signal }) =>
      (await answer(api.GET("/v1/guidance/trials", { params: { query: { limit: 10 } }, signal }))).data,
  });
}

/** How far it is, kept up to date until it ends; null when there is none. */
export function useTrial(trialId: string) {
  return useQuery({
    queryKey: keys.trial(trialId),
    queryFn: ({ signal }) =>
      answerOrNull(api.GET("/v1/guidance/trials/{trialId}", { params: { path: { trialId } }, signal })),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? LOOKED_AT_EVERY : false),
  });
}

/** All of them; asked for again whenever another one is done. */
export function useTrialCases(trialId: string, done: number) {
  return useQuery({
    queryKey: keys.trialCases(trialId, done),
    queryFn: async ({ signal }) => {
      const cases: TrialCase[] = [];
      let cursor: string | null = null;
      do {
        const query = { limit: 100, ...(cursor !== null && { cursor }) };
        const page: { data: TrialCase[]; nextCursor: string | null } = await answer(
          api.GET("/v1/guidance/trials/{trialId}/cases", { params: { path: { trialId }, query }, signal }),
        );
        cases.push(...page.data);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return cases;
    },
    placeholderData: (before) => before,
  });
}

export function useStartTrial() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TrialChoice) => answer(api.POST("/v1/guidance/trials", { body })),
    onSuccess: (trial) => {
      client.setQueryData(keys.trial(trial.id), trial);
      return client.invalidateQueries({ queryKey: keys.trialList });
    },
  });
}
