import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { answer, api } from "../api/client.ts";
import type { Conversation } from "../api/types.ts";
import { showConversation } from "../inbox/use-conversations.ts";
import { useSession } from "../session/session.tsx";

/** Opening a conversation reads it, as far as it was on screen; marked as unread, it stays so until it is opened again. */
export function useReading({ id: conversationId, unread }: Pick<Conversation, "id" | "unread">) {
  const client = useQueryClient();
  const selfId = useSession().member.id;
  const [kept, setKept] = useState(false);
  const [seenId, setSeenId] = useState<string | null>(null);
  const show = (conversation: Conversation) => showConversation(client, conversation, selfId);
  const scope = { id: `reading ${conversationId}` };
  const path = "/v1/conversations/{conversationId}/reading";
  const { mutate: read } = useMutation({
    mutationFn: (messageId: string) =>
      answer(api.PUT(path, { params: { path: { conversationId } }, body: { messageId } })),
    onSuccess: show,
    scope,
  });
  const { mutate: unreadAgain } = useMutation({
    mutationFn: () => answer(api.DELETE(path, { params: { path: { conversationId } } })),
    onSuccess: show,
    scope,
  });
  useEffect(() => {
    if (unread && seenId && !kept) read(seenId);
  }, [unread, seenId, kept, read]);
  const keepUnread = useCallback(() => {
    setKept(true);
    unreadAgain();
  }, [unreadAgain]);
  return { onSeen: setSeenId, keepUnread };
}
