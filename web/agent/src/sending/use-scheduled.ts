import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Message } from "../api/types.ts";
import { showMessage } from "../conversation/use-messages.ts";
import { useSession } from "../session/session.tsx";
import { giveBack } from "../steps/returned.ts";

/** Replies of a conversation that are written and not sent yet, oldest first. */
export function useScheduled(conversationId: string): readonly Message[] {
  const { data } = useQuery({
    queryKey: keys.scheduled(conversationId),
    queryFn: async () => {
      const params = { path: { conversationId } };
      return (await answer(api.GET("/v1/conversations/{conversationId}/scheduled-replies", { params }))).data;
    },
  });
  return data ?? [];
}

/** Shows one the server has just accepted, without waiting for its event. */
export function showScheduled(client: QueryClient, reply: Message): void {
  client.setQueryData<Message[]>(keys.scheduled(reply.conversationId), (before) => [
    ...(before ?? []).filter(({ id }) => id !== reply.id),
    reply,
  ]);
}

/** Calls it back: its text is in its author's draft again, and what was to be done with it above her text. */
export function useCancel() {
  const client = useQueryClient();
  const { member } = useSession();
  return useMutation({
    mutationFn: ({ id }: Pick<Message, "id" | "conversationId">) =>
      answer(api.DELETE("/v1/scheduled-replies/{scheduledReplyId}", { params: { path: { scheduledReplyId: id } } })),
    onSuccess: ({ conversationId, author, steps = [] }) => {
      if (author.id === member.id) giveBack(conversationId, steps);
    },
    onSettled: (_, __, { conversationId }) => refresh(client, conversationId),
  });
}

/** Sends it now, before its moment or although it was held back. */
export function useSendNow(conversationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, lastSeenMessageId }: { id: string; lastSeenMessageId: string }) =>
      answer(
        api.POST("/v1/scheduled-replies/{scheduledReplyId}/dispatch", {
          params: { path: { scheduledReplyId: id } },
          body: { lastSeenMessageId },
        }),
      ),
    onSuccess: (message) => showMessage(client, message),
    onSettled: () => refresh(client, conversationId),
  });
}

function refresh(client: QueryClient, conversationId: string): void {
  void client.invalidateQueries({ queryKey: keys.scheduled(conversationId) });
  void client.invalidateQueries({ queryKey: keys.myDrafts(conversationId) });
}
