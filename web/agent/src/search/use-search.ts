import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { firstPage } from "../api/paging.ts";
import { Problem } from "../api/problem.ts";

/** What a query finds; nothing is asked for while it is empty. The hits before stay until the new ones are there. */
export function useSearch(words: string) {
  return useInfiniteQuery({
    queryKey: keys.search(words),
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam ? { cursor: pageParam } : {};
      return answer(api.GET("/v1/search", { params: { query: { q: words, limit: 30, ...cursor } }, signal }));
    },
    initialPageParam: firstPage.cursor,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }) => ({
      hits: pages.flatMap((page) => page.data),
      guessed: pages[0]?.guessed ?? false,
    }),
    enabled: words !== "",
    placeholderData: keepPreviousData,
    // What is new since is found by asking again.
    staleTime: 10_000,
    retry: (times, error) => times < 2 && !(error instanceof Problem && error.status < 500),
  });
}

/** Where in the query a mistake is; null for any other trouble. */
export function mistakeIn(error: unknown): { position: number; length: number } | null {
  if (!(error instanceof Problem) || error.details.reason !== "query") return null;
  const { position, length } = error.details;
  return typeof position === "number" && typeof length === "number" ? { position, length } : null;
}
