import {
  type InfiniteData,
  type QueryClient,
  type QueryKey,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { firstPage } from "../api/paging.ts";
import { Problem } from "../api/problem.ts";
import type { Conversation, ConversationPage, Team } from "../api/types.ts";
import { placeConversation } from "./place-conversation.ts";
import { belongs, type ListName, type Tab, tabQuery, tabs, viewIdOf } from "./tabs.ts";

type List = InfiniteData<ConversationPage, string | null>;
const PAGE_SIZE = 30;

export function useConversationList(list: ListName) {
  return useInfiniteQuery({
    queryKey: keys.list(list),
    queryFn: ({ pageParam, signal }) => {
      const page = { limit: PAGE_SIZE, ...(pageParam ? { cursor: pageParam } : {}) };
      const viewId = viewIdOf(list);
      if (viewId === null) {
        // What is no view is a tab.
        const query = { ...tabQuery(list as Tab), ...page };
        return answer(api.GET("/v1/conversations", { params: { query }, signal }));
      }
      return answer(api.GET("/v1/views/{viewId}/conversations", { params: { path: { viewId }, query: page }, signal }));
    },
    initialPageParam: firstPage.cursor,
    getNextPageParam: (page) => page.nextCursor,
    select: (known) => known.pages.flatMap((page) => page.data),
  });
}

/** One conversation; shown at once when a list already has it. */
export function useConversation(conversationId: string) {
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.conversation(conversationId),
    queryFn: () => readConversation(conversationId),
    placeholderData: () => findInLists(client, conversationId),
  });
}

/** Reads a conversation again and puts it where it now belongs in every loaded list. */
export async function refreshConversation(client: QueryClient, conversationId: string, selfId: string): Promise<void> {
  try {
    showConversation(client, await readConversation(conversationId), selfId);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "not_found") throw error;
    dropConversation(client, conversationId);
  }
}

/** Takes a conversation that is gone, or not for this member any more, from every list. */
export function dropConversation(client: QueryClient, conversationId: string): void {
  client.removeQueries({ queryKey: keys.conversation(conversationId), type: "inactive" });
  for (const tab of tabs) {
    put<List>(client, keys.list(tab), (list) => {
      const without = (page: ConversationPage) => ({
        ...page,
        data: page.data.filter(({ id }) => id !== conversationId),
      });
      return list && { ...list, pages: list.pages.map(without) };
    });
  }
}

/** Puts a conversation, as the server just gave it, on screen everywhere. */
export function showConversation(client: QueryClient, conversation: Conversation, selfId: string): void {
  put<Conversation>(client, keys.conversation(conversation.id), () => conversation);
  const self = { id: selfId, teamIds: ownTeams(client, selfId) };
  for (const tab of tabs) {
    put<List>(client, keys.list(tab), (list) => {
      if (!list) return list;
      return { ...list, pages: placeConversation(list.pages, conversation, belongs(tab, conversation, self)) };
    });
  }
}

/** The list of one's teams is shown after they were read for the assign menu, or is read again with them. */
function ownTeams(client: QueryClient, selfId: string): string[] {
  const teams = client.getQueryData<Team[]>(keys.teamList(false)) ?? [];
  return teams.filter(({ members }) => members.some(({ id }) => id === selfId)).map(({ id }) => id);
}

/** Which conversations are in a view is the server's to say: the list that is on screen is asked for again. */
export function refreshViewLists(client: QueryClient): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey: [noun, kind, list] }) =>
      noun === keys.lists[0] && kind === keys.lists[1] && viewIdOf(String(list)) !== null,
  });
}

/** An answer still on its way may be older than the change and would undo it: then it is asked for again. */
function put<Data>(client: QueryClient, queryKey: QueryKey, update: (old: Data | undefined) => Data | undefined): void {
  if (client.getQueryState(queryKey)?.fetchStatus === "fetching") void client.invalidateQueries({ queryKey });
  else client.setQueryData<Data>(queryKey, update);
}

function readConversation(conversationId: string): Promise<Conversation> {
  return answer(api.GET("/v1/conversations/{conversationId}", { params: { path: { conversationId } } }));
}

function findInLists(client: QueryClient, conversationId: string): Conversation | undefined {
  for (const [, list] of client.getQueriesData<List>({ queryKey: keys.lists })) {
    const found = list?.pages.flatMap((page) => page.data).find(({ id }) => id === conversationId);
    if (found) return found;
  }
  return undefined;
}
