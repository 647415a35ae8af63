import { keepPreviousData, type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { isRecord, Problem } from "../api/problem.ts";
import type { Filter, View } from "../api/types.ts";
import { useMay } from "../session/session.tsx";

/** Those the agent sees, with their counts; events bring the counts up to date. */
export function useViews(may: boolean) {
  return useQuery({
    queryKey: keys.views,
    queryFn: async () => (await answer(api.GET("/v1/views"))).data,
    enabled: may,
  });
}

/** One of them; null when there is none such, undefined while asking. */
export function useView(viewId: string | null): View | null | undefined {
  const { data } = useViews(useMay("views:read"));
  return data && (data.find(({ id }) => id === viewId) ?? null);
}

export function useFilterFields() {
  return useQuery({
    queryKey: keys.filterFields,
    queryFn: async () => (await answer(api.GET("/v1/filter-fields"))).data,
    select: fieldsByName,
  });
}
const fieldsByName = <F extends { name: string }>(fields: readonly F[]) =>
  new Map(fields.map((field) => [field.name, field]));

/** What a filter would show; asked again when it changes. */
export function usePreview(filter: Filter | null) {
  return useQuery({
    queryKey: keys.preview(JSON.stringify(filter)),
    queryFn: ({ signal }) => answer(api.POST("/v1/views/preview", { body: { filter: filter!, limit: 8 }, signal })),
    enabled: filter !== null,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });
}

export interface ViewWording {
  name: string;
  visibility: View["visibility"];
  teamId: string | null;
  sort: View["sort"];
  filter: Filter;
}

export function useSaveView(view: View | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wording: ViewWording) =>
      view
        ? answer(api.PATCH("/v1/views/{viewId}", { ...at(view.id), body: { ...wording, version: view.version } }))
        : answer(api.POST("/v1/views", { body: wording })),
    onSuccess: (saved) => {
      client.setQueryData<View[]>(
        keys.views,
        (views) => views && [...views.filter(({ id }) => id !== saved.id), saved],
      );
      return client.invalidateQueries({ queryKey: keys.views });
    },
  });
}

export function useDeleteView({ id }: View) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/v1/views/{viewId}", at(id))),
    onSuccess: () => client.setQueryData<View[]>(keys.views, (views) => views?.filter((view) => view.id !== id)),
  });
}

/**
 * What an event tells of counts: numbers are put in place. Those that are not the same for everybody are asked for, by
 * who sees the view.
 */
export function applyCounts(client: QueryClient, data: Record<string, unknown>): void {
  const views = client.getQueryData<View[]>(keys.views);
  if (!views) return;
  const { counts, viewIds } = data;
  if (Array.isArray(viewIds) && views.some(({ id }) => viewIds.includes(id))) {
    void client.invalidateQueries({ queryKey: keys.views });
  }
  if (!isRecord(counts)) return;
  // An answer on its way may be older than this number.
  if (client.isFetching({ queryKey: keys.views })) void client.invalidateQueries({ queryKey: keys.views });
  client.setQueryData<View[]>(keys.views, (known) =>
    known?.map((view) => {
      const count = counts[view.id];
      return typeof count === "number" && !view.broken ? { ...view, count } : view;
    }),
  );
}

/** What the server found wrong with a filter; empty when it is something else that went wrong. */
export function filterProblemsOf(error: unknown): { path: string; message: string }[] {
  if (!(error instanceof Problem) || !Array.isArray(error.details.problems)) return [];
  return error.details.problems
    .filter(isRecord)
    .map(({ path, message }) => ({ path: String(path), message: String(message) }));
}

function at(viewId: string) {
  return { params: { path: { viewId } } };
}
