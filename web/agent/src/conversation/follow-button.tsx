import { ActionIcon, Tooltip } from "@mantine/core";
import { IconEye, IconEyeCheck } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { useSession } from "../session/session.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";

/** Follows the conversation or leaves it, and says who follows; `f` does the same. */
export function FollowButton({ conversationId }: { conversationId: string }) {
  const client = useQueryClient();
  const memberId = useSession().member.id;
  const { data: followers } = useQuery({
    queryKey: keys.followers(conversationId),
    queryFn: async ({ signal }) => {
      const target = { params: { path: { conversationId } }, signal };
      return (await answer(api.GET("/v1/conversations/{conversationId}/followers", target))).data;
    },
  });
  const following = followers?.some(({ id }) => id === memberId) ?? false;
  const { mutate } = useMutation({
    mutationFn: (follow: boolean) => {
      const path = "/v1/conversations/{conversationId}/followers/{memberId}";
      const target = { params: { path: { conversationId, memberId } } };
      return answer(follow ? api.PUT(path, target) : api.DELETE(path, target));
    },
    onSuccess: ({ data }) => client.setQueryData(keys.followers(conversationId), data),
    scope: { id: `following ${conversationId}` },
  });
  const toggle = () => mutate(!following);
  useShortcuts({ f: toggle });
  const names = followers?.map(({ name }) => name).join(", ");
  return (
    <Tooltip label={names ? `Followed by ${names}` : "Nobody follows"} openDelay={400} multiline maw={260}>
      <ActionIcon
        variant={following ? "light" : "default"}
        size={30}
        aria-pressed={following}
        aria-label={following ? "Following" : "Follow"}
        onClick={toggle}
      >
        {following ? <IconEyeCheck size={16} /> : <IconEye size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}
