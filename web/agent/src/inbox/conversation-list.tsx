import { Button, Text } from "@mantine/core";
import { useCallback, useEffect, useRef } from "react";
import { sentence } from "../api/problem.ts";
import type { Conversation } from "../api/types.ts";
import { BulkBar } from "../bulk/bulk-bar.tsx";
import { useSelection } from "../bulk/use-selection.ts";
import { useMay } from "../session/session.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { useView } from "../views/use-views.ts";
import classes from "./conversation-list.module.css";
import { ConversationRow } from "./conversation-row.tsx";
import { ListSkeleton } from "./list-skeleton.tsx";
import { SeldomTabs } from "./seldom-tabs.tsx";
import { emptyTab, type ListName, seldom, type Tab, tabLabel, tabs, viewIdOf } from "./tabs.ts";
import { useConversationList } from "./use-conversations.ts";
import { useHeldOrder } from "./use-held-order.ts";
import { useRowFocus } from "./use-row-focus.ts";
import { ViewHead } from "./view-head.tsx";

const often = tabs.filter((name) => !seldom.includes(name));

interface Props {
  tab: ListName;
  selectedId: string | undefined;
  onTab: (tab: ListName) => void;
}

export function ConversationList({ tab, selectedId, onTab }: Props) {
  const viewId = viewIdOf(tab);
  return (
    <nav className={classes.pane} aria-label="Inbox">
      <div className={classes.tabs} role="tablist" aria-label="Which conversations">
        {often.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={name === tab}
            aria-controls="conversation-list"
            tabIndex={name === tab || (viewId !== null && name === often[0]) ? 0 : -1}
            onKeyDown={(event) => {
              const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
              if (by !== 0) moveTab(event.currentTarget, by);
            }}
            className={classes.tab}
            onClick={() => onTab(name)}
          >
            {tabLabel[name]}
          </button>
        ))}
        <SeldomTabs tab={tab} onTab={onTab} />
      </div>
      {viewId !== null && <ViewHead viewId={viewId} />}
      <Rows key={tab} tab={tab} selectedId={selectedId} />
    </nav>
  );
}

function Rows({ tab, selectedId }: { tab: ListName; selectedId: string | undefined }) {
  const view = useView(viewIdOf(tab));
  // What is no view is a tab.
  const title = viewIdOf(tab) === null ? tabLabel[tab as Tab] : (view?.name ?? "View");
  const empty = emptyTab[tab as Tab] ?? emptyView;
  const list = useRef<HTMLDivElement>(null);
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useConversationList(tab);
  const rows = useHeldOrder(data ?? none, list);
  const move = useRowFocus(list, rows, selectedId);
  const [next, previous] = [() => move(1), () => move(-1)];
  useShortcuts({ j: next, ArrowDown: next, k: previous, ArrowUp: previous });
  const more = useReached(list, hasNextPage && !isFetchingNextPage, fetchNextPage);
  const may = useMay("conversations:write");
  const selected = useSelection({ list, rows, selectedId, isLoaded: !hasNextPage, may, move });
  const isChoosing = selected.ids.size > 0;

  return (
    <>
      <div ref={list} id="conversation-list" role="tabpanel" aria-labelledby={`tab-${tab}`} className={classes.scroll}>
        {isPending && <ListSkeleton />}
        {error && !data && (
          <div className={classes.empty} role="alert">
            <Text size="sm">{sentence(error)}</Text>
            <Button size="compact-sm" variant="default" onClick={() => void refetch()}>
              Try again
            </Button>
          </div>
        )}
        {data && rows.length === 0 && (
          <div className={classes.empty}>
            <Text fw={600}>{empty.title}</Text>
            <Text size="sm">{empty.hint}</Text>
          </div>
        )}
        {rows.length > 0 && (
          <ul className={classes.rows} aria-label={`${title} conversations`} data-choosing={isChoosing || undefined}>
            {rows.map((row) => (
              <ConversationRow
                key={row.id}
                conversation={row}
                tab={tab}
                selected={row.id === selectedId}
                checked={selected.ids.has(row.id)}
                onCheck={may ? selected.onCheck : null}
              />
            ))}
          </ul>
        )}
        {hasNextPage && (
          <div ref={more} className={classes.more}>
            <ListSkeleton rows={2} />
          </div>
        )}
      </div>
      {isChoosing && <BulkBar tab={tab} selected={selected} />}
    </>
  );
}

/** As everywhere, the arrows move from tab to tab. */
function moveTab(from: HTMLElement, by: 1 | -1): void {
  const all = [...(from.parentElement?.querySelectorAll<HTMLElement>("[role=tab]") ?? [])];
  const next = all[(all.indexOf(from) + by + all.length) % all.length];
  next?.focus();
  next?.click();
}

const emptyView = { title: "Nothing fits this view.", hint: "What comes to fit appears here." };
const none: readonly Conversation[] = [];

/** Calls `load` when the marked element comes near the visible part of the list. */
function useReached(list: React.RefObject<HTMLElement | null>, ready: boolean, load: () => unknown) {
  const observer = useRef<IntersectionObserver>(null);
  const current = useRef({ ready, load });
  const near = useRef(false);
  useEffect(() => {
    current.current = { ready, load };
    if (ready && near.current) load();
  }, [ready, load]);
  return useCallback(
    (element: HTMLElement | null) => {
      observer.current?.disconnect();
      near.current = false;
      if (!element) return;
      observer.current = new IntersectionObserver(
        ([entry]) => {
          near.current = entry?.isIntersecting ?? false;
          if (near.current && current.current.ready) current.current.load();
        },
        { root: list.current, rootMargin: "600px 0px" },
      );
      observer.current.observe(element);
    },
    [list],
  );
}
