import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { firstPage } from "../api/paging.ts";
import { isRecord, Problem } from "../api/problem.ts";
import type { FieldProblems } from "../lines/line-draft.ts";
import type { GuidanceContent } from "./content.ts";

export function useGuidance() {
  return useQuery({
    queryKey: keys.guidance,
    queryFn: () => answer(api.GET("/v1/guidance")),
  });
}

export function useGuidanceVersions() {
  return useInfiniteQuery({
    queryKey: keys.guidanceVersions,
    queryFn: ({ pageParam }) => {
      const cursor = pageParam ? { cursor: pageParam } : {};
      return answer(api.GET("/v1/guidance/versions", { params: { query: { limit: 20, ...cursor } } }));
    },
    initialPageParam: firstPage.cursor,
    getNextPageParam: (page) => page.nextCursor,
    select: (list) => list.pages.flatMap((page) => page.data),
  });
}

export function useSaveGuidance() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { content: GuidanceContent; version: number }) => answer(api.PUT("/v1/guidance", { body })),
    onSuccess: (saved) => client.setQueryData(keys.guidance, saved),
    onError: () => client.invalidateQueries({ queryKey: keys.guidance }),
  });
}

export function usePublishGuidance() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { version: number } | { number: number }) => answer(api.POST("/v1/guidance/versions", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.guidance }),
  });
}

/** What keeps it from being followed, at its fields; null: it was refused for something else. */
export function guidanceProblems(error: unknown): FieldProblems | null {
  const told = error instanceof Problem ? error.details.problems : null;
  if (!Array.isArray(told)) return null;
  const all = told
    .filter(isRecord)
    .map(({ path, message }) => ({ path: String(path), message: named(String(message)) }));
  const find = (fits: (path: string) => boolean) => all.find(({ path }) => fits(path))?.message;
  return {
    in: (wanted) => find((path) => path === wanted || path.startsWith(`${wanted}.`)),
    at: (wanted) => find((path) => path === wanted),
    first: all[0]?.message ?? null,
  };
}

/** "modes.0" as a person counts. */
function named(message: string): string {
  return message
    .replace(/\bmodes\.(\d+)/g, (_, at: string) => `Rule ${Number(at) + 1}`)
    .replace(/\bprocedures\.(\d+)/g, (_, at: string) => `Procedure ${Number(at) + 1}`);
}
