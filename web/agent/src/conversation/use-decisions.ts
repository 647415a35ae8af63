import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import type { Conversation } from "../api/types.ts";
import { showConversation } from "../inbox/use-conversations.ts";
import { useSession } from "../session/session.tsx";

/** Closes an open conversation, reopens a closed one. */
export function useClosure(conversation: Conversation | undefined) {
  const show = useShow();
  return useMutation({
    mutationFn: ({ id, status }: Conversation) => {
      const target = { params: { path: { conversationId: id } } };
      return answer(
        status === "open"
          ? api.POST("/v1/conversations/{conversationId}/closure", target)
          : api.DELETE("/v1/conversations/{conversationId}/closure", target),
      );
    },
    onSuccess: show,
    scope: { id: `closure ${conversation?.id}` },
  });
}

/** Gives a conversation to a member, or to nobody with null. */
export function useAssignment(conversationId: string) {
  const show = useShow();
  return useMutation({
    mutationFn: (memberId: string | null) =>
      answer(
        api.PUT("/v1/conversations/{conversationId}/assignee", {
          params: { path: { conversationId } },
          body: { memberId },
        }),
      ),
    onSuccess: show,
    scope: { id: `assignee ${conversationId}` },
  });
}

function useShow() {
  const client = useQueryClient();
  const selfId = useSession().member.id;
  return (conversation: Conversation) => showConversation(client, conversation, selfId);
}
