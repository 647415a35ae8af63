import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Article } from "../api/types.ts";

/** A new article with the text of this file. */
export function useTakeFile() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: File) =>
      answer(api.POST("/v1/articles/files", { params: { query: { fileName: file.name } }, ...asBody(file) })),
    onSuccess: async (saved) => {
      client.setQueryData(keys.article(saved.id), saved);
      await client.invalidateQueries({ queryKey: keys.articles });
    },
  });
}

/** What another file would change; with `apply` it is the newest version, unless somebody else changed it meanwhile. */
export function useReplaceFile({ id: articleId, version }: Article) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, apply }: { file: File; apply: boolean }) => {
      const query = { fileName: file.name, preview: apply ? ("false" as const) : ("true" as const), version };
      const params = { path: { articleId }, query };
      return answer(api.PUT("/v1/articles/{articleId}/file", { params, ...asBody(file) }));
    },
    onSuccess: async ({ article }, { apply }) => {
      if (!apply) return;
      client.setQueryData(keys.article(articleId), article);
      await client.invalidateQueries({ queryKey: keys.articles });
    },
  });
}

/** The file as it is, whatever the contract calls a body. */
export function asBody(file: File) {
  return { headers: { "content-type": "application/octet-stream" }, body: "", bodySerializer: () => file };
}
