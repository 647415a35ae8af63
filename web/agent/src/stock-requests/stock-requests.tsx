import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { refusalName } from "../ai-report/wording.ts";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { KeptList } from "../customer/kept-list.tsx";
import { useMay } from "../session/session.tsx";
import { AddStockRequest } from "./add-stock-request.tsx";

interface Props {
  customerId: string;
  /** Where she is told of what is added. */
  conversationId: string;
}

/** What a customer waits for, to be read, added to and taken away. */
export function StockRequests({ customerId, conversationId }: Props) {
  const mayChange = useMay("customers:write");
  const mayFind = useMay("orders:read");
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
  const whyNot = useWhyNotTold(customerId, open.length > 0);
  const items = open.map(({ id, title: words, createdAt: at }) => ({
    ...{ id, words, at, about: whyNot.get(id), takeAway: `Do not tell her when ${words} is back` },
  }));
  return (
    <>
      <KeptList title="Wants to know when back" items={items} mayTakeAway={mayChange} takingAway={end} />
      {mayChange && mayFind && <AddStockRequest customerId={customerId} conversationId={conversationId} />}
    </>
  );
}

/** Of requests whose goods were there again, why the AI has not told her: people may. */
function useWhyNotTold(customerId: string, isAsked: boolean): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: [...keys.stockRequests(customerId), "not told"],
    enabled: isAsked,
    queryFn: () => answer(api.GET("/v1/customers/{customerId}/outreaches", { params: { path: { customerId } } })),
  });
  return new Map(
    data?.data.flatMap(({ sourceId, state, reason }): [string, string][] => {
      if (state === "held_out") return [[sourceId, "The AI has not told her: kept out by chance"]];
      return reason ? [[sourceId, `The AI has not told her: ${refusalName(reason)}`]] : [];
    }),
  );
}
