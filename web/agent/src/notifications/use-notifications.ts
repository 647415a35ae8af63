import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";

/** What the agent was told, the newest first. */
export function useNotifications(enabled: boolean) {
  return useQuery({
    queryKey: keys.notificationList,
    queryFn: async () => (await answer(api.GET("/v1/notifications", { params: { query: { limit: 30 } } }))).data,
    enabled,
  });
}

export function useUnread(): number {
  const { data } = useQuery({
    queryKey: keys.unread,
    queryFn: async () => (await answer(api.GET("/v1/notifications/unread"))).unread,
  });
  return data ?? 0;
}

/** Of these, of a conversation, or of all. */
export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (which: { notificationIds?: string[]; conversationId?: string }) =>
      answer(api.POST("/v1/notifications/read", { body: which })),
    onSuccess: ({ unread }) => {
      client.setQueryData(keys.unread, unread);
      void client.invalidateQueries({ queryKey: keys.notificationList });
    },
  });
}

/** Whoever opens a conversation has seen what she was told of it. */
export function useReadHere(conversationId: string): void {
  const unread = useUnread();
  const { mutate } = useMarkRead();
  useEffect(() => {
    if (unread > 0) mutate({ conversationId });
  }, [unread, conversationId, mutate]);
}
