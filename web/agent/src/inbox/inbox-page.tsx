import { Text } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Redirect, useLocation, useRoute } from "wouter";
import { ConversationPane } from "../conversation/conversation-pane.tsx";
import { ConnectionBanners } from "../shell/connection-banner.tsx";
import { ShortcutsDialog } from "../shell/shortcuts-dialog.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { useView } from "../views/use-views.ts";
import { ViewsSidebar } from "../views/views-sidebar.tsx";
import { ConversationList } from "./conversation-list.tsx";
import classes from "./inbox-page.module.css";
import { isListName, type ListName, type Tab, tabLabel, viewIdOf } from "./tabs.ts";

/** The three panes: list, conversation, customer. The address says which tab and which conversation. */
export function InboxPage() {
  const [, params] = useRoute("/inbox/:tab/:conversationId?");
  const [shortcuts, setShortcuts] = useState(false);
  const tab = params?.tab;
  if (!isListName(tab)) return <Redirect to="/inbox/open" replace />;
  return (
    <div className={classes.page}>
      <TopBar onShortcuts={() => setShortcuts(true)} />
      <div>
        <ConnectionBanners />
      </div>
      <Panes tab={tab} conversationId={params?.conversationId} onShortcuts={() => setShortcuts(true)} />
      <ShortcutsDialog opened={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
  );
}

interface PanesProps {
  tab: ListName;
  conversationId: string | undefined;
  onShortcuts: () => void;
}

function Panes({ tab, conversationId, onShortcuts }: PanesProps) {
  const [, go] = useLocation();
  // A tab keeps the conversation that is open: only the list changes.
  const toTab = (next: ListName) => go(conversationId ? `/inbox/${next}/${conversationId}` : `/inbox/${next}`);
  useShortcuts({
    "g o": () => toTab("open"),
    "g m": () => toTab("mine"),
    "g u": () => toTab("unassigned"),
    "g e": () => toTab("teams"),
    "g w": () => toTab("waiting"),
    "g c": () => toTab("closed"),
    "g s": () => toTab("spam"),
    "g t": () => toTab("trash"),
    "?": onShortcuts,
  });
  const viewId = viewIdOf(tab);
  const view = useView(viewId);
  // What is no view is a tab.
  const title = viewId === null ? tabLabel[tab as Tab] : (view?.name ?? "View");
  useEffect(() => {
    document.title = `${title} · Parley`;
  }, [title]);
  return (
    <div className={classes.panes} data-open={conversationId ? "conversation" : "list"}>
      <ViewsSidebar selectedId={viewId ?? undefined} conversationId={conversationId} />
      <ConversationList tab={tab} selectedId={conversationId} onTab={toTab} />
      {conversationId ? (
        <ConversationPane key={conversationId} conversationId={conversationId} backTo={`/inbox/${tab}`} />
      ) : (
        <NothingOpen />
      )}
    </div>
  );
}

function NothingOpen() {
  return (
    <main className={classes.nothing}>
      <IconMessages size={40} stroke={1.2} aria-hidden="true" />
      <Text size="sm">Choose a conversation, or press j and Enter.</Text>
    </main>
  );
}
