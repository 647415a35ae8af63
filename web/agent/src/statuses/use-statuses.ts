import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Channel, Conversation, Status } from "../api/types.ts";

export const statusesPath = "/statuses";
export const longestStatusName = 60;

/** By category and place, each category's default first. */
export function useStatuses(archived = false) {
  return useQuery({
    queryKey: keys.statusList(archived),
    queryFn: async ({ signal }) => {
      const query = { archived: archived ? ("true" as const) : ("false" as const) };
      return (await answer(api.GET("/v1/statuses", { params: { query }, signal }))).data;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What a conversation is called by this workspace. */
export function statusName({ ownStatus, status }: Conversation, statuses: readonly Status[]): string {
  const usual = { open: "Open", waiting: "Waiting", closed: "Closed", merged: "Merged" }[status];
  return ownStatus?.name ?? statuses.find((one) => one.isDefault && one.category === status)?.name ?? usual;
}

export function useCreateStatus() {
  const refresh = useRefresh(keys.statuses);
  return useMutation({
    mutationFn: (body: Pick<Status, "category" | "name">) => answer(api.POST("/v1/statuses", { body })),
    onSuccess: refresh,
  });
}

export function useUpdateStatus(statusId: string) {
  const refresh = useRefresh(keys.statuses);
  return useMutation({
    mutationFn: (body: { name: string } | { position: number }) =>
      answer(api.PATCH("/v1/statuses/{statusId}", { params: { path: { statusId } }, body })),
    onSuccess: refresh,
    scope: { id: `status ${statusId}` },
  });
}

/** Deletes it, or archives it if conversations have it; brings an archived one back. */
export function useRemoveStatus({ id: statusId, archivedAt }: Status) {
  const refresh = useRefresh(keys.statuses);
  const target = { params: { path: { statusId } } };
  return useMutation({
    mutationFn: () =>
      archivedAt
        ? done(api.POST("/v1/statuses/{statusId}/restoration", target))
        : done(api.DELETE("/v1/statuses/{statusId}", target)),
    onSuccess: refresh,
  });
}

export function useChannels() {
  return useQuery({
    queryKey: keys.channels,
    queryFn: async ({ signal }) => (await answer(api.GET("/v1/channels", { signal }))).data,
  });
}

export function useUpdateChannel(channel: Channel["channel"]) {
  const refresh = useRefresh(keys.channels);
  return useMutation({
    mutationFn: (body: Partial<Pick<Channel, "newAfterDays" | "thanksKeepClosed">>) =>
      answer(api.PATCH("/v1/channels/{channel}", { params: { path: { channel } }, body })),
    onSettled: refresh,
    scope: { id: `channel ${channel}` },
  });
}

function useRefresh(queryKey: readonly string[]) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey });
}
