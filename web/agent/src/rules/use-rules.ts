import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { firstPage } from "../api/paging.ts";
import type { Rule, RuleInput, RulePreview } from "../api/types.ts";
import { useMay } from "../session/session.tsx";

/** In the order they go. */
export function useRules(enabled = true) {
  return useQuery({
    queryKey: keys.ruleList,
    queryFn: async ({ signal }) => (await answer(api.GET("/v1/rules", { signal }))).data,
    enabled,
  });
}

export function useSaveRule(rule: Rule | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wording: RuleInput) =>
      rule
        ? answer(api.PATCH("/v1/rules/{ruleId}", { ...at(rule.id), body: { ...wording, version: rule.version } }))
        : answer(api.POST("/v1/rules", { body: { ...wording, enabled: true } })),
    onSuccess: (saved) => {
      client.setQueryData<Rule[]>(keys.ruleList, (rules) => {
        if (!rules) return rules;
        return rule ? rules.map((one) => (one.id === saved.id ? saved : one)) : [...rules, saved];
      });
      return client.invalidateQueries({ queryKey: keys.rules });
    },
  });
}

/** On, or off. */
export function useSwitchRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, enabled }: Rule) =>
      enabled
        ? answer(api.DELETE("/v1/rules/{ruleId}/enablement", at(id)))
        : answer(api.POST("/v1/rules/{ruleId}/enablement", at(id))),
    onSettled: () => client.invalidateQueries({ queryKey: keys.rules }),
  });
}

export function useArchiveRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Rule) => done(api.DELETE("/v1/rules/{ruleId}", at(id))),
    onSuccess: (_, { id }) => {
      client.setQueryData<Rule[]>(keys.ruleList, (rules) => rules?.filter((one) => one.id !== id));
    },
  });
}

/** Shown in the new order at once; put back when it is refused. */
export function useReorderRules() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (rules: readonly Rule[]) =>
      answer(api.PUT("/v1/rules/order", { body: { ruleIds: rules.map(({ id }) => id) } })),
    onMutate: (rules) => {
      client.setQueryData<Rule[]>(keys.ruleList, [...rules]);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.ruleList }),
  });
}

/** What the rule would do among the newest conversations; asked again when it changes. */
export function useRulePreview(asked: Omit<RuleInput, "name"> | null) {
  return useQuery({
    queryKey: keys.rulePreview(JSON.stringify(asked)),
    queryFn: ({ signal }): Promise<RulePreview> =>
      answer(api.POST("/v1/rules/preview", { body: { ...asked!, limit: 200 }, signal })),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 5000,
  });
}

/** What a rule did, newest first. */
export function useRuleRuns(ruleId: string) {
  return useInfiniteQuery({
    queryKey: keys.ruleRuns(ruleId),
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 20, ...(pageParam && { cursor: pageParam }) };
      return answer(api.GET("/v1/rules/{ruleId}/runs", { params: { path: { ruleId }, query }, signal }));
    },
    initialPageParam: firstPage.cursor,
    getNextPageParam: (page) => page.nextCursor,
    select: (list) => list.pages.flatMap((page) => page.data),
  });
}

const mostShown = 50;

/** What rules did in a conversation, oldest first; that it was so already is no news. */
export function useRunsIn(conversationId: string) {
  return useQuery({
    queryKey: keys.rulesIn(conversationId),
    queryFn: async ({ signal }) => {
      const params = { path: { conversationId }, query: { limit: mostShown } };
      return (await answer(api.GET("/v1/conversations/{conversationId}/rule-runs", { params, signal }))).data;
    },
    select: (runs) => runs.filter(({ reason }) => reason !== "already_so").reverse(),
    enabled: useMay("rules:read"),
  });
}

function at(ruleId: string) {
  return { params: { path: { ruleId } } };
}
