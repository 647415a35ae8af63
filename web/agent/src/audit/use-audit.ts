import { useInfiniteQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { firstPage } from "../api/paging.ts";
import { type Filters, toQuery, toSearch } from "./filters.ts";

const PAGE_SIZE = 50;

/** The trail, newest first. It does not change under the reader: it is read again on coming back, or when asked. */
export function useAudit(filters: Filters) {
  return useInfiniteQuery({
    queryKey: keys.audit(toSearch(filters)),
    queryFn: ({ pageParam, signal }) => {
      const query = { ...toQuery(filters), limit: PAGE_SIZE, ...(pageParam ? { cursor: pageParam } : {}) };
      return answer(api.GET("/v1/audit", { params: { query }, signal }));
    },
    initialPageParam: firstPage.cursor,
    getNextPageParam: (page) => page.nextCursor,
    refetchOnMount: "always",
    select: (list) => list.pages.flatMap((page) => page.data),
  });
}
