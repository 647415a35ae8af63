import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";

export function useChats() {
  return useQuery({
    queryKey: keys.connections,
    queryFn: () => answer(api.GET("/v1/connections")),
    select: (page) => page.data.filter(({ integrationId }) => integrationId === "web-chat"),
  });
}

export function useConnectChat() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => answer(api.POST("/v1/chats", { body: { name } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.connections }),
  });
}

export function useReplaceSecret(connectionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST("/v1/chats/{connectionId}/secrets", { params: { path: { connectionId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.connections }),
  });
}
