import { useMemo } from "react";
import type { Message, ShopAction } from "../api/types.ts";
import type { useMessages } from "../conversation/use-messages.ts";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { ActionEntry } from "./action-entry.tsx";
import { useOfferInsert, useShopActions } from "./shop-actions.tsx";
import { insertable } from "./shown-results.ts";
import { useActions } from "./use-actions.ts";

/** What was done in the shop, in its place among the messages. `i` inserts the newest code or link into the reply. */
export function useTimeline(
  conversationId: string,
  { data: messages = [], hasNextPage }: Pick<ReturnType<typeof useMessages>, "data" | "hasNextPage">,
  onInsert: ((text: string) => void) | null,
) {
  const { data } = useActions({ conversationId });
  const { insert } = useShopActions();
  useOfferInsert(onInsert);
  const actions = useMemo(() => [...(data ?? [])].reverse(), [data]);
  const newest = actions.findLast((action) => insertable(action) !== null);
  const result = newest ? insertable(newest) : null;
  useShortcuts(insert && result !== null ? { i: () => insert(result) } : {});
  const entries = (from: string | undefined, to: string | undefined) =>
    actions
      .filter((action) => isBetween(timeOf(action), from, to))
      .map((one) => <ActionEntry key={one.id} action={one} />);
  return {
    // Before the oldest message that was loaded, there is more to come.
    before: (message: Message, previous: Message | undefined) =>
      previous === undefined && hasNextPage ? null : entries(previous?.at, message.at),
    after: entries(messages.at(-1)?.at, undefined),
  };
}

function timeOf({ requestedAt, createdAt }: ShopAction): string {
  return requestedAt ?? createdAt;
}

function isBetween(at: string, from: string | undefined, to: string | undefined): boolean {
  return (from === undefined || at >= from) && (to === undefined || at < to);
}
