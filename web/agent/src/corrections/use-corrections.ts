import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { firstPage } from "../api/paging.ts";
import type { Correction } from "../api/types.ts";

/** What people have decided about a conversation and has not been undone, newest first. */
export function useCorrections(conversationId: string) {
  return useInfiniteQuery({
    queryKey: keys.corrections(conversationId),
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) };
      const target = { params: { path: { conversationId }, query }, signal };
      return answer(api.GET("/v1/conversations/{conversationId}/corrections", target));
    },
    initialPageParam: firstPage.cursor,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }) => pages.flatMap(({ data }) => data),
  });
}

export function useLinks(conversationId: string) {
  return useQuery({
    queryKey: keys.links(conversationId),
    queryFn: async ({ signal }) => {
      const target = { params: { path: { conversationId } }, signal };
      return (await answer(api.GET("/v1/conversations/{conversationId}/links", target))).data;
    },
  });
}

export interface Pair {
  conversationId: string;
  intoConversationId: string;
}

/** What a merge would do; asked anew each time, because it is decided upon. */
export function useMergePreview(pair: Pair) {
  const { conversationId, intoConversationId } = pair;
  return useQuery({
    queryKey: keys.mergePreview(conversationId, intoConversationId),
    queryFn: ({ signal }) => {
      const target = { params: { path: { conversationId }, query: { intoConversationId } }, signal };
      return answer(api.GET("/v1/conversations/{conversationId}/merge-preview", target));
    },
    gcTime: 0,
    retry: false,
  });
}

type Wanted =
  | { merge: Pair }
  | { split: { conversationId: string; messageIds: string[] } }
  | { move: { messageId: string; toConversationId: string } }
  | { undo: string };

/**
 * Says what belongs together, or takes it back.
 * @param onDone also when the event was faster than the answer and what asked is no longer on screen.
 */
export function useCorrecting(onDone?: (correction: Correction) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Wanted) => answer(send(wanted)),
    // The event says the same a moment later; whoever did it need not wait for that.
    onSuccess: async (correction) => {
      onDone?.(correction);
      const { from, to } = correction;
      const stale = [from.id, to.id].flatMap((id) => [keys.conversation(id), keys.messages(id), keys.corrections(id)]);
      await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    scope: { id: "corrections" },
  });
}

function send(wanted: Wanted) {
  if ("merge" in wanted) {
    const { conversationId, intoConversationId } = wanted.merge;
    const target = { params: { path: { conversationId } }, body: { intoConversationId } };
    return api.POST("/v1/conversations/{conversationId}/merge", target);
  }
  if ("split" in wanted) {
    const { conversationId, messageIds } = wanted.split;
    const target = { params: { path: { conversationId } }, body: { messageIds } };
    return api.POST("/v1/conversations/{conversationId}/split", target);
  }
  if ("move" in wanted) {
    const { messageId, toConversationId } = wanted.move;
    return api.POST("/v1/messages/{messageId}/move", { params: { path: { messageId } }, body: { toConversationId } });
  }
  return api.DELETE("/v1/corrections/{correctionId}", { params: { path: { correctionId: wanted.undo } } });
}

/** Ties two conversations, or unties them. */
export function useLinking(conversationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ relatedConversationId, linked }: { relatedConversationId: string; linked: boolean }) => {
      const path = "/v1/conversations/{conversationId}/links/{relatedConversationId}";
      const target = { params: { path: { conversationId, relatedConversationId } } };
      return done(linked ? api.PUT(path, target) : api.DELETE(path, target));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.links(conversationId) }),
  });
}
