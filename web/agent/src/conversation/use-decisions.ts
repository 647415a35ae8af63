import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import type { Conversation } from "../api/types.ts";
import { showConversation } from "../inbox/use-conversations.ts";
import { useSession } from "../session/session.tsx";

/** Closes a conversation, reopens a closed one. */
export function useClosure(conversation: Conversation | undefined) {
  const show = useShow();
  return useMutation({
    mutationFn: ({ id, status }: Conversation) => {
      const target = { params: { path: { conversationId: id } } };
      return answer(
        status !== "closed"
          ? api.POST("/v1/conversations/{conversationId}/closure", target)
          : api.DELETE("/v1/conversations/{conversationId}/closure", target),
      );
    },
    onSuccess: show,
    scope: { id: `closure ${conversation?.id}` },
  });
}

/** What can be decided about a conversation besides closing and assigning it. */
export type Decision =
  | { snooze: string | null }
  | { wake: true }
  | { statusId: string }
  | { priority: Conversation["priority"] }
  | { spam: boolean }
  | { trash: boolean };

export function useDecision(conversationId: string) {
  const show = useShow();
  return useMutation({
    mutationFn: (decision: Decision) => answer(send(conversationId, decision)),
    onSuccess: show,
    scope: { id: `decision ${conversationId}` },
  });
}

function send(conversationId: string, decision: Decision) {
  const target = { params: { path: { conversationId } } };
  if ("snooze" in decision) {
    return api.PUT("/v1/conversations/{conversationId}/snooze", { ...target, body: { until: decision.snooze } });
  }
  if ("statusId" in decision) {
    return api.PUT("/v1/conversations/{conversationId}/status", { ...target, body: decision });
  }
  if ("wake" in decision) return api.DELETE("/v1/conversations/{conversationId}/snooze", target);
  if ("priority" in decision) {
    return api.PUT("/v1/conversations/{conversationId}/priority", { ...target, body: decision });
  }
  if ("spam" in decision) {
    return decision.spam
      ? api.POST("/v1/conversations/{conversationId}/spam", target)
      : api.DELETE("/v1/conversations/{conversationId}/spam", target);
  }
  return decision.trash
    ? api.POST("/v1/conversations/{conversationId}/trash", target)
    : api.DELETE("/v1/conversations/{conversationId}/trash", target);
}

export function useShow() {
  const client = useQueryClient();
  const selfId = useSession().member.id;
  return (conversation: Conversation) => showConversation(client, conversation, selfId);
}
