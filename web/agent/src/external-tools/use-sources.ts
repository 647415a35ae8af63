import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { ExternalTool, NewToolSource, ToolSource } from "../api/types.ts";

export type Credentials = NonNullable<NewToolSource["credentials"]>;

export function useSources() {
  return useQuery({
    queryKey: keys.toolSources,
    queryFn: () => answer(api.GET("/v1/tool-sources")),
    select: (page) => page.data,
  });
}

export function useSource(toolSourceId: string) {
  return useQuery({
    queryKey: keys.toolSource(toolSourceId),
    queryFn: () => answer(api.GET("/v1/tool-sources/{toolSourceId}", at(toolSourceId))),
  });
}

export function useAddSource() {
  const after = useAfter();
  return useMutation({
    mutationFn: (body: NewToolSource) => answer(api.POST("/v1/tool-sources", { body })),
    onSuccess: after,
  });
}

export function useUpdateSource(toolSourceId: string) {
  const after = useAfter();
  return useMutation({
    mutationFn: (body: { name?: string; credentials?: Credentials | null }) =>
      answer(api.PATCH("/v1/tool-sources/{toolSourceId}", { ...at(toolSourceId), body })),
    onSuccess: after,
  });
}

/** Where a person goes to log in; she comes back by herself. */
export function useLogIn(toolSourceId: string) {
  return useMutation({
    mutationFn: (client: { clientId: string | null; clientSecret: string | null }) =>
      answer(api.POST("/v1/tool-sources/{toolSourceId}/authorizations", { ...at(toolSourceId), body: client })),
    onSuccess: ({ url }) => location.assign(url),
  });
}

export function useRemoveSource({ id }: Pick<ToolSource, "id">) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/v1/tool-sources/{toolSourceId}", at(id))),
    onSuccess: () => {
      client.removeQueries({ queryKey: keys.toolSource(id) });
      return client.invalidateQueries({ queryKey: keys.toolSources, exact: true });
    },
  });
}

export function useReadAgain(toolSourceId: string) {
  const after = useAfter();
  return useMutation({
    mutationFn: (document: string | null) =>
      answer(api.POST("/v1/tool-sources/{toolSourceId}/readings", { ...at(toolSourceId), body: { document } })),
    onSuccess: after,
  });
}

export type ToolChange = Partial<Pick<ExternalTool, "isOn" | "hash" | "needsPerson" | "assurance" | "bound">>;

export function useChangeTool(externalToolId: string) {
  const after = useAfter();
  return useMutation({
    mutationFn: (body: ToolChange) =>
      answer(api.PATCH("/v1/external-tools/{externalToolId}", { params: { path: { externalToolId } }, body })),
    // Refused, it may be another than what is on screen.
    onSettled: after,
  });
}

export function useTryTool(externalToolId: string) {
  const after = useAfter();
  return useMutation({
    mutationFn: (given: Record<string, unknown>) =>
      answer(
        api.POST("/v1/external-tools/{externalToolId}/tests", {
          params: { path: { externalToolId } },
          body: { arguments: given },
        }),
      ),
    onSuccess: after,
  });
}

function useAfter() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.toolSources });
}

function at(toolSourceId: string) {
  return { params: { path: { toolSourceId } } };
}
