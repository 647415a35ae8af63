import { type InfiniteData, infiniteQueryOptions, type QueryClient, useInfiniteQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { firstPage } from "../api/paging.ts";
import type { Message, MessagePage } from "../api/types.ts";
import { addMessage, mergeNewest } from "./merge-newest.ts";

type Pages = InfiniteData<MessagePage, string | null>;
const PAGE_SIZE = 50;

export function messagesQuery(conversationId: string) {
  return infiniteQueryOptions({
    queryKey: keys.messages(conversationId),
    queryFn: ({ pageParam }) => readPage(conversationId, pageParam),
    initialPageParam: firstPage.cursor,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** The messages of a conversation, oldest first; `fetchNextPage` goes back in time. */
export function useMessages(conversationId: string) {
  return useInfiniteQuery({
    ...messagesQuery(conversationId),
    select: (pages) => pages.pages.flatMap((page) => page.data).toReversed(),
  });
}

/** Reads the newest page again after an event; older pages that are loaded stay where they are. */
export async function refreshMessages(client: QueryClient, conversationId: string, changed: ReadonlySet<string>) {
  const key = keys.messages(conversationId);
  const loaded = client.getQueryState(key);
  // Never read, or being read from before the event: let the query itself read what is true now.
  if (!client.getQueryData<Pages>(key) || loaded?.fetchStatus === "fetching") {
    return client.invalidateQueries({ queryKey: key });
  }
  const newest = await readPage(conversationId, null);
  client.setQueryData<Pages>(key, (pages) => {
    if (!pages) return pages;
    const merged = mergeNewest(pages.pages, newest);
    return { pages: merged, pageParams: pages.pageParams.slice(0, merged.length) };
  });
  const seen = new Set(newest.data.map(({ id }) => id));
  if ([...changed].some((id) => !seen.has(id))) await client.invalidateQueries({ queryKey: key });
}

/** Shows a message the server has just accepted, without waiting for its event. */
export function showMessage(client: QueryClient, message: Message): void {
  client.setQueryData<Pages>(keys.messages(message.conversationId), (pages) =>
    pages ? { ...pages, pages: addMessage(pages.pages, message) } : pages,
  );
}

function readPage(conversationId: string, cursor: string | null): Promise<MessagePage> {
  const query = { limit: PAGE_SIZE, ...(cursor ? { cursor } : {}) };
  return answer(
    api.GET("/v1/conversations/{conversationId}/messages", { params: { path: { conversationId }, query } }),
  );
}
