import { type ReactNode, useMemo } from "react";
import type { Message } from "../api/types.ts";
import type { useMessages } from "../conversation/use-messages.ts";
import { RuleRunEntry } from "../rules/rule-run-entry.tsx";
import { useRunsIn } from "../rules/use-rules.ts";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { ActionEntry } from "./action-entry.tsx";
import { useOfferInsert, useShopActions } from "./shop-actions.tsx";
import { insertable } from "./shown-results.ts";
import { useActions } from "./use-actions.ts";

/** What was done in the shop and by rules, in its place among the messages. `i` inserts the newest code or link into the reply. */
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
  const { data: runs } = useRunsIn(conversationId);
  const between = useMemo(
    () =>
      [
        ...actions.map((one): Entry => {
          return { at: one.requestedAt ?? one.createdAt, shown: <ActionEntry key={one.id} action={one} /> };
        }),
        ...(runs ?? []).map((run): Entry => ({ at: run.at, shown: <RuleRunEntry key={run.id} run={run} /> })),
      ].sort((a, b) => (a.at < b.at ? -1 : 1)),
    [actions, runs],
  );
  const entries = (from: string | undefined, to: string | undefined) =>
    between.filter(({ at }) => isBetween(at, from, to)).map(({ shown }) => shown);
  return {
    // Before the oldest message that was loaded, there is more to come.
    before: (message: Message, previous: Message | undefined) =>
      previous === undefined && hasNextPage ? null : entries(previous?.at, message.at),
    after: entries(messages.at(-1)?.at, undefined),
  };
}

interface Entry {
  at: string;
  shown: ReactNode;
}

function isBetween(at: string, from: string | undefined, to: string | undefined): boolean {
  return (from === undefined || at >= from) && (to === undefined || at < to);
}
