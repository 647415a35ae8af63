import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { asBody } from "./use-files.ts";

/** By name. */
export function useTables() {
  return useQuery({
    queryKey: keys.tables,
    queryFn: async ({ signal }) => (await answer(api.GET("/v1/knowledge/tables", { signal }))).data,
  });
}

/** The first rows, or those in which the column holds what was written. */
export function useRows(tableId: string, version: number, looked: { column: string; value: string } | null) {
  return useQuery({
    queryKey: keys.tableRows(tableId, version, looked),
    queryFn: ({ signal }) => {
      const query = { limit: 100, ...looked };
      return answer(api.GET("/v1/knowledge/tables/{tableId}/rows", { params: { path: { tableId }, query }, signal }));
    },
    placeholderData: keepPreviousData,
  });
}

export function useCreateTable() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, name, description }: { file: File; name: string; description: string }) =>
      answer(
        api.POST("/v1/knowledge/tables", {
          params: { query: { name, description, fileName: file.name } },
          ...asBody(file),
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tables }),
  });
}

/** What another file would change; with `apply` it is changed, unless somebody else did so meanwhile. */
export function useReplaceTable(tableId: string, version: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, apply }: { file: File; apply: boolean }) => {
      const query = { fileName: file.name, preview: apply ? ("false" as const) : ("true" as const), version };
      return answer(
        api.PUT("/v1/knowledge/tables/{tableId}/file", { params: { path: { tableId }, query }, ...asBody(file) }),
      );
    },
    onSuccess: (_, { apply }) => (apply ? client.invalidateQueries({ queryKey: keys.tables }) : undefined),
  });
}

export function useDeleteTable(tableId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/v1/knowledge/tables/{tableId}", { params: { path: { tableId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tables }),
  });
}
