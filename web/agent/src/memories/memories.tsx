import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import classes from "./memories.module.css";

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
  if (!data || data.data.length === 0) return null;
  return (
    <section aria-label="What the AI keeps in mind" className={classes.memories}>
      <h3 className={classes.heading}>The AI keeps in mind</h3>
      <ul className={classes.list}>
        {data.data.map(({ id, words, createdAt }) => (
          <li key={id}>
            <span>
              “{words}”{" "}
              <span className={classes.quiet}>
                <Moment at={createdAt} />
              </span>
            </span>
            {mayForget && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={`Forget “${words}”`}
                loading={forget.isPending && forget.variables === id}
                onClick={() => forget.mutate(id)}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {forget.error && (
        <span className={classes.trouble} role="alert">
          {sentence(forget.error)}
        </span>
      )}
    </section>
  );
}
