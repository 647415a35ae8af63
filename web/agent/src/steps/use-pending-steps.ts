import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import type { OfferedStep, ShopAction } from "../api/types.ts";
import { newClientMessageId } from "../conversation/composer-store.ts";
import type { UnsentState } from "../conversation/use-unsent.ts";
import { confirmed, type PendingStep, type Readiness, readinessOf, toPending } from "./pending.ts";
import { onGivenBack, takeBack } from "./returned.ts";

export interface PendingSteps {
  rows: { pending: PendingStep; action: ShopAction | undefined; readiness: Readiness }[];
  /** What keeps them from being done, in words; null: nothing does. */
  obstacle: string | null;
  add: (offered: readonly OfferedStep[]) => void;
  remove: (key: string) => void;
  /** The very same was done before, and is meant once more. */
  repeat: (key: string) => void;
  /** What is sent of them. */
  confirmed: () => ReturnType<typeof confirmed>;
}

/** Steps of canned replies that are to be done as the reply is sent. Shop actions are planned at once, and looked at. */
export function usePendingSteps(conversationId: string, { unsent, change, latest }: UnsentState): PendingSteps {
  const client = useQueryClient();
  const { steps } = unsent;
  const ids = steps.flatMap(({ actionId }) => (actionId === null ? [] : [actionId]));
  const answers = useQueries({
    queries: ids.map((actionId) => ({
      queryKey: keys.action(actionId),
      queryFn: () => answer(api.GET("/v1/actions/{actionId}", { params: { path: { actionId } } })),
    })),
  });
  const actionOf = (actionId: string | null): ShopAction | undefined =>
    actionId === null ? undefined : answers[ids.indexOf(actionId)]?.data;

  const update = useCallback(
    (key: string, fields: Partial<PendingStep>) =>
      change({ steps: latest().steps.map((one) => (one.key === key ? { ...one, ...fields } : one)) }),
    [change, latest],
  );
  const plan = useCallback(
    async (key: string, body: NonNullable<OfferedStep["plan"]>) => {
      try {
        const row = await answer(api.POST("/v1/actions", { body: { ...body, request: false, clientId: key } }));
        client.setQueryData(keys.action(row.id), row);
        update(key, { actionId: row.id });
      } catch (error) {
        update(key, { problem: sentence(error) });
      }
    },
    [client, update],
  );
  const add = useCallback(
    (offered: readonly OfferedStep[]) => {
      const chosen = toPending(offered, latest().steps, newClientMessageId);
      change({ steps: [...latest().steps, ...chosen.map(({ pending }) => pending)] });
      for (const one of chosen) if (one.plan) void plan(one.pending.key, one.plan);
    },
    [change, latest, plan],
  );
  useEffect(() => {
    const receive = () => {
      const back = takeBack(conversationId).map((step) => ({ step, plan: null, problem: null }));
      if (back.length > 0) add(back);
    };
    receive();
    return onGivenBack(receive);
  }, [conversationId, add]);
  const rows = steps.map((pending) => {
    const action = actionOf(pending.actionId);
    const isShop = pending.step.type === "shop_action";
    const readiness: Readiness = isShop ? readinessOf(pending, action) : pending.problem ? "blocked" : "ready";
    return { pending, action, readiness };
  });
  return {
    rows,
    obstacle: obstacleOf(rows.map(({ readiness }) => readiness)),
    add,
    remove: (key) => change({ steps: latest().steps.filter((one) => one.key !== key) }),
    repeat: (key) => update(key, { again: "yes" }),
    confirmed: () => confirmed(latest().steps, actionOf),
  };
}

function obstacleOf(readiness: readonly Readiness[]): string | null {
  if (readiness.includes("blocked")) return "Not sent: take off what cannot be done, or decide about it.";
  return readiness.includes("waiting") ? "Not sent: the shop has not said yet what it would do." : null;
}
