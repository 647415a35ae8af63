import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import classes from "./stock-requests.module.css";

/** What a customer waits for, to be read and taken away; nothing while she waits for nothing. */
export function StockRequests({ customerId }: { customerId: string }) {
  const mayEnd = useMay("customers:write");
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: keys.stockRequests(customerId),
    queryFn: () => answer(api.GET("/v1/customers/{customerId}/stock-requests", { params: { path: { customerId } } })),
  });
  const end = useMutation({
    mutationFn: (stockRequestId: string) =>
      answer(api.DELETE("/v1/stock-requests/{stockRequestId}", { params: { path: { stockRequestId } } })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.stockRequests(customerId) }),
  });
  const open = data?.data.filter(({ state }) => state === "open") ?? [];
  if (open.length === 0) return null;
  return (
    <section aria-label="Wants to know when back" className={classes.requests}>
      <h3 className={classes.heading}>Wants to know when back</h3>
      <ul className={classes.list}>
        {open.map(({ id, title, createdAt }) => (
          <li key={id}>
            <span>
              {title}{" "}
              <span className={classes.quiet}>
                <Moment at={createdAt} />
              </span>
            </span>
            {mayEnd && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={`Do not tell her when ${title} is back`}
                loading={end.isPending && end.variables === id}
                onClick={() => end.mutate(id)}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
