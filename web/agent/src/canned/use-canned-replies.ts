import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, answerOrNull, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { firstPage } from "../api/paging.ts";
import type { CannedReply, Step } from "../api/types.ts";

export interface Wording {
  name: string;
  shortcut: string;
  body: string;
  language: string | null;
  teamId: string | null;
  steps: Step[];
}

/** Most used first. */
export function useCannedReplyList(words: string, archived: boolean) {
  return useInfiniteQuery({
    queryKey: keys.cannedReplyList(words, archived),
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam ? { cursor: pageParam } : {};
      const query = { q: words, archived: archived ? ("true" as const) : ("false" as const), limit: 50, ...cursor };
      return answer(api.GET("/v1/canned-replies", { params: { query }, signal }));
    },
    initialPageParam: firstPage.cursor,
    getNextPageParam: (page) => page.nextCursor,
    select: (list) => list.pages.flatMap((page) => page.data),
    placeholderData: keepPreviousData,
    // A use is no event: how often one was used is asked for anew.
    refetchOnMount: "always",
  });
}

/** The replies offered to oneself that hold a word, one's teams' first, then most used; none are asked for while `word` is null. */
export function useCannedReplySearch(word: string | null) {
  return useQuery({
    queryKey: keys.cannedReplySearch(word ?? ""),
    queryFn: async ({ signal }) => {
      const query = { q: word ?? "", offered: "true" as const, limit: 50 };
      return (await answer(api.GET("/v1/canned-replies", { params: { query }, signal }))).data;
    },
    enabled: word !== null,
    placeholderData: keepPreviousData,
  });
}

/** One reply, archived or not; null when there is none. */
export function useCannedReply(cannedReplyId: string) {
  return useQuery({
    queryKey: keys.cannedReply(cannedReplyId),
    queryFn: () => answerOrNull(api.GET("/v1/canned-replies/{cannedReplyId}", at(cannedReplyId))),
    refetchOnMount: "always",
  });
}

export function useSaveCannedReply(reply: CannedReply | null) {
  const show = useShow();
  return useMutation({
    mutationFn: (wording: Wording) =>
      reply
        ? answer(
            api.PATCH("/v1/canned-replies/{cannedReplyId}", {
              ...at(reply.id),
              body: { ...wording, version: reply.version },
            }),
          )
        : answer(api.POST("/v1/canned-replies", { body: wording })),
    onSuccess: show,
  });
}

/** Out of use, or back into it. */
export function useArchiveCannedReply({ id, archivedAt }: CannedReply) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      archivedAt
        ? done(api.POST("/v1/canned-replies/{cannedReplyId}/restoration", at(id)))
        : done(api.DELETE("/v1/canned-replies/{cannedReplyId}", at(id))),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.cannedReplies }),
  });
}

function useShow() {
  const client = useQueryClient();
  return async (saved: CannedReply) => {
    client.setQueryData(keys.cannedReply(saved.id), saved);
    await client.invalidateQueries({ queryKey: keys.cannedReplies });
  };
}

function at(cannedReplyId: string) {
  return { params: { path: { cannedReplyId } } };
}
