import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Conversation, Tag } from "../api/types.ts";
import { showConversation } from "../inbox/use-conversations.ts";
import { useSession } from "../session/session.tsx";

export const tagsPath = "/tags";
export const longestTagName = 60;

/** By name. */
export function useTags(archived = false) {
  return useQuery(tagsQuery(archived));
}

/** The tags of these ids, by name; archived ones are read only if one of them is. */
export function useTagsOf(ids: readonly string[]): Tag[] {
  const { data: inUse } = useQuery(tagsQuery(false));
  const known = new Map(inUse?.map((tag) => [tag.id, tag]));
  const enabled = inUse !== undefined && ids.some((id) => !known.has(id));
  const { data: archived = [] } = useQuery({ ...tagsQuery(true), enabled });
  for (const tag of archived) known.set(tag.id, tag);
  return ids.flatMap((id) => known.get(id) ?? []).sort((a, b) => a.name.localeCompare(b.name));
}

/** Events say when a tag changed: until then the catalogue is read once. */
function tagsQuery(archived: boolean) {
  return queryOptions({
    queryKey: keys.tagList(archived),
    queryFn: async ({ signal }) => {
      const query = { archived: archived ? ("true" as const) : ("false" as const) };
      return (await answer(api.GET("/v1/tags", { params: { query }, signal }))).data;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Puts a tag on a conversation or takes it off. */
export function useTagging(conversationId: string) {
  const client = useQueryClient();
  const selfId = useSession().member.id;
  return useMutation({
    mutationFn: ({ tagId, on }: { tagId: string; on: boolean }) => {
      const target = { params: { path: { conversationId, tagId } } };
      const path = "/v1/conversations/{conversationId}/tags/{tagId}";
      return answer(on ? api.PUT(path, target) : api.DELETE(path, target));
    },
    onSuccess: (conversation: Conversation) => showConversation(client, conversation, selfId),
    scope: { id: `tags ${conversationId}` },
  });
}

export type TagWording = Pick<Tag, "name" | "color">;

export function useCreateTag() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wording: TagWording) => answer(api.POST("/v1/tags", { body: wording })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tags }),
  });
}

export function useUpdateTag(tagId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<TagWording>) =>
      answer(api.PATCH("/v1/tags/{tagId}", { params: { path: { tagId } }, body: change })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tags }),
  });
}

/** Out of use, or back into it. */
export function useArchiveTag({ id, archivedAt }: Tag) {
  const client = useQueryClient();
  const target = { params: { path: { tagId: id } } };
  return useMutation({
    mutationFn: () =>
      archivedAt
        ? done(api.POST("/v1/tags/{tagId}/restoration", target))
        : done(api.DELETE("/v1/tags/{tagId}", target)),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tags }),
  });
}

export const tagColors = [
  "gray",
  "red",
  "pink",
  "grape",
  "violet",
  "indigo",
  "blue",
  "cyan",
  "teal",
  "green",
  "lime",
  "yellow",
  "orange",
] as const satisfies readonly Tag["color"][];

/** A colour for a new tag, so that two made one after the other can be told apart. */
export function nextColor(count: number): Tag["color"] {
  return tagColors[1 + (count % (tagColors.length - 1))]!;
}
