import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { KeptList } from "../customer/kept-list.tsx";
import { useMay } from "../session/session.tsx";

/** What the AI keeps in mind of a customer, to be read and taken away; nothing while there is nothing. */
export function Memories({ customerId }: { customerId: string }) {
  const mayForget = useMay("customers:write");
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: keys.memories(customerId),
    queryFn: () => answer(api.GET("/v1/customers/{customerId}/memories", { params: { path: { customerId } } })),
  });
  const forget = useMutation({
    mutationFn: (memoryId: string) =>
      answer(
        api.DELETE("/v1/customers/{customerId}/memories/{memoryId}", { params: { path: { customerId, memoryId } } }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: keys.memories(customerId) }),
  });
  const items = (data?.data ?? []).map(({ id, words, createdAt: at }) => ({
    ...{ id, words: `“${words}”`, at, takeAway: `Forget “${words}”` },
  }));
  return (
    <KeptList
      title="The AI keeps in mind"
      label="What the AI keeps in mind"
      items={items}
      mayTakeAway={mayForget}
      takingAway={forget}
    />
  );
}
