import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Article, HelpCenter } from "../api/types.ts";

/** Where shoppers read, and whether they can. */
export function useHelpCenter() {
  return useQuery({
    queryKey: keys.helpCenter,
    queryFn: ({ signal }) => answer(api.GET("/v1/knowledge/help-center", { signal })),
  });
}

export function useSetHelpCenter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { isOpen: boolean; slug: string; name: string }) =>
      answer(api.PUT("/v1/knowledge/help-center", { body })),
    onSuccess: (now: HelpCenter) => client.setQueryData(keys.helpCenter, now),
  });
}

/** Into the help centre, or out of it. */
export function usePlaceArticle(articleId: string) {
  const client = useQueryClient();
  const at = { params: { path: { articleId } } };
  return useMutation({
    mutationFn: (placed: boolean) =>
      placed
        ? answer(api.PUT("/v1/articles/{articleId}/placement", at))
        : answer(api.DELETE("/v1/articles/{articleId}/placement", at)),
    onSuccess: async (saved: Article) => {
      client.setQueryData(keys.article(saved.id), saved);
      await client.invalidateQueries({ queryKey: keys.articles });
    },
  });
}

/** The address of the help centre, or of an article in it. */
export function addressOf(slug: string, articleId?: string): string {
  const path = articleId === undefined ? "" : `/articles/${articleId}`;
  return `${window.location.origin}/help/${slug}${path}`;
}
