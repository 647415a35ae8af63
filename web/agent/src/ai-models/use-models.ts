import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { ChosenModel, ModelKey } from "../api/types.ts";

export type Purpose = ChosenModel["purpose"];
export type WantedModel = Pick<ChosenModel, "modelKeyId" | "model" | "prices" | "endsOn">;

export function useModelKeys() {
  return useQuery({
    queryKey: keys.modelKeys,
    queryFn: () => answer(api.GET("/v1/model-keys")),
    select: (page) => page.data,
  });
}

export function useModels() {
  return useQuery({
    queryKey: keys.models,
    queryFn: () => answer(api.GET("/v1/models")),
    select: (page) => page.data,
  });
}

export function useModelBudget() {
  return useQuery({
    queryKey: keys.modelBudget,
    queryFn: () => answer(api.GET("/v1/model-budget")),
    // What answers cost is told by no event.
    staleTime: 0,
  });
}

export interface NewKey {
  provider: ModelKey["provider"];
  name: string;
  key: string;
  baseUrl: string | null;
}

export function useAddKey() {
  const after = useAfter();
  return useMutation({
    mutationFn: (body: NewKey) => answer(api.POST("/v1/model-keys", { body })),
    onSuccess: after,
  });
}

export function useUpdateKey(modelKeyId: string) {
  const after = useAfter();
  return useMutation({
    mutationFn: (body: { name?: string; key?: string }) =>
      answer(api.PATCH("/v1/model-keys/{modelKeyId}", { ...at(modelKeyId), body })),
    onSuccess: after,
  });
}

export function useRemoveKey(modelKeyId: string) {
  const after = useAfter();
  return useMutation({
    mutationFn: () => done(api.DELETE("/v1/model-keys/{modelKeyId}", at(modelKeyId))),
    onSuccess: after,
  });
}

const ANSWER_TAKES_MS = 3000;

/** The provider answers in a moment; nothing tells of it when all is as before. */
export function useCheckKey(modelKeyId: string) {
  const after = useAfter();
  return useMutation({
    mutationFn: () => done(api.POST("/v1/model-keys/{modelKeyId}/check", at(modelKeyId))),
    onSuccess: () => void setTimeout(() => void after(), ANSWER_TAKES_MS),
  });
}

export function useChooseModels(purpose: Purpose) {
  const after = useAfter();
  return useMutation({
    mutationFn: (models: WantedModel[]) =>
      answer(api.PUT("/v1/models/{purpose}", { params: { path: { purpose } }, body: { models } })),
    onSuccess: after,
  });
}

export function useSetBudget() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { dayMicros: number | null; monthMicros: number | null }) =>
      answer(api.PUT("/v1/model-budget", { body })),
    onSuccess: (saved) => client.setQueryData(keys.modelBudget, saved),
  });
}

/** Keys and models say things of each other. */
function useAfter() {
  const client = useQueryClient();
  return () => Promise.all([keys.modelKeys, keys.models].map((queryKey) => client.invalidateQueries({ queryKey })));
}

function at(modelKeyId: string) {
  return { params: { path: { modelKeyId } } };
}
