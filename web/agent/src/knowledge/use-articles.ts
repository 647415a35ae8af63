import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, answerOrNull, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { firstPage } from "../api/paging.ts";
import type { Article } from "../api/types.ts";

export interface Wording {
  title: string;
  body: string;
  category: string | null;
  language: string | null;
  questions: string[];
}

/** Last changed first. */
export function useArticleList(archived: boolean, category: string | null) {
  return useInfiniteQuery({
    queryKey: keys.articleList(archived, category),
    queryFn: ({ pageParam, signal }) => {
      const cursor = { ...(pageParam && { cursor: pageParam }), ...(category !== null && { category }) };
      const query = { archived: archived ? ("true" as const) : ("false" as const), limit: 50, ...cursor };
      return answer(api.GET("/v1/articles", { params: { query }, signal }));
    },
    initialPageParam: firstPage.cursor,
    getNextPageParam: (page) => page.nextCursor,
    select: (list) => list.pages.flatMap((page) => page.data),
    placeholderData: keepPreviousData,
  });
}

/** The shelves that articles in use stand on. */
export function useCategories() {
  return useQuery({
    queryKey: keys.categories,
    queryFn: async ({ signal }) => (await answer(api.GET("/v1/knowledge/categories", { signal }))).data,
  });
}

/** What a shopper who asks this would be told; nothing is asked while it is empty. */
export function usePassages(question: string) {
  return useQuery({
    queryKey: keys.passages(question),
    queryFn: async ({ signal }) => {
      const query = { q: question, limit: 8 };
      return (await answer(api.GET("/v1/knowledge/search", { params: { query }, signal }))).data;
    },
    enabled: question !== "",
    placeholderData: keepPreviousData,
  });
}

/** One article, archived or not; null when there is none. */
export function useArticle(articleId: string) {
  return useQuery({
    queryKey: keys.article(articleId),
    queryFn: () => answerOrNull(api.GET("/v1/articles/{articleId}", at(articleId))),
  });
}

export function useSaveArticle(article: Article | null) {
  const show = useShow();
  return useMutation({
    mutationFn: (wording: Wording) =>
      article
        ? answer(
            api.PATCH("/v1/articles/{articleId}", {
              ...at(article.id),
              body: { ...wording, version: article.version },
            }),
          )
        : answer(api.POST("/v1/articles", { body: wording })),
    onSuccess: show,
  });
}

/** What publishing would change; nothing is asked where there is nothing to compare. */
export function useChanges({ id, version, publishedVersion }: Article) {
  return useQuery({
    queryKey: keys.articleChanges(id, version, publishedVersion),
    queryFn: ({ signal }) => answer(api.GET("/v1/articles/{articleId}/changes", { ...at(id), signal })),
  });
}

/** A new article that is read from this address. */
export function useTakePage() {
  const show = useShow();
  return useMutation({
    mutationFn: (url: string) => answer(api.POST("/v1/articles/pages", { body: { url } })),
    onSuccess: show,
  });
}

/** Has its page read now. */
export function useReadAgain(articleId: string) {
  return useMutation({ mutationFn: () => answer(api.POST("/v1/articles/{articleId}/readings", at(articleId))) });
}

/** Its newest version for everybody, or none. */
export function usePublishArticle(article: Article) {
  const show = useShow();
  return useMutation({
    mutationFn: (published: boolean) =>
      published
        ? answer(
            api.POST("/v1/articles/{articleId}/publication", { ...at(article.id), body: { version: article.version } }),
          )
        : answer(api.DELETE("/v1/articles/{articleId}/publication", at(article.id))),
    onSuccess: show,
  });
}

/** The product it is about; null: none. */
export function useSetProduct(articleId: string) {
  const show = useShow();
  return useMutation({
    mutationFn: (productId: string | null) =>
      answer(api.PUT("/v1/articles/{articleId}/product", { ...at(articleId), body: { productId } })),
    onSuccess: show,
  });
}

/** Out of use, or back into it. */
export function useArchiveArticle({ id, archivedAt }: Article) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      archivedAt
        ? done(api.POST("/v1/articles/{articleId}/restoration", at(id)))
        : done(api.DELETE("/v1/articles/{articleId}", at(id))),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.articles }),
  });
}

function useShow() {
  const client = useQueryClient();
  return async (saved: Article) => {
    client.setQueryData(keys.article(saved.id), saved);
    await client.invalidateQueries({ queryKey: keys.articles });
  };
}

function at(articleId: string) {
  return { params: { path: { articleId } } };
}
