import { Button, Text } from "@mantine/core";
import { IconArrowLeft, IconFilter, IconPlus } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { Link, useLocation, useRoute } from "wouter";
import { sentence } from "../api/problem.ts";
import { useMay } from "../session/session.tsx";
import { ConnectionBanners } from "../shell/connection-banner.tsx";
import { ShortcutsDialog } from "../shell/shortcuts-dialog.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { viewsPath } from "./paths.ts";
import { useFilterFields, useViews } from "./use-views.ts";
import { ViewForm } from "./view-form.tsx";
import { ViewsList } from "./views-list.tsx";
import classes from "./views-page.module.css";

/** Where views are made and changed: the list beside the one that is built. */
export function ViewsPage() {
  const [, params] = useRoute(`${viewsPath}/:viewId?`);
  const viewId = params?.viewId;
  const [, go] = useLocation();
  const mayWrite = useMay("views:write");
  const [shortcuts, setShortcuts] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const { data: views, error } = useViews(true);
  const write = () => go(`${viewsPath}/new`);
  const move = (by: 1 | -1) => () => moveFocus(list.current, by);
  useShortcuts({
    "g o": () => go("/inbox/open"),
    "g m": () => go("/inbox/mine"),
    ...{ ArrowDown: move(1), ArrowUp: move(-1), j: move(1), k: move(-1) },
    ...(mayWrite && { c: write }),
    "?": () => setShortcuts(true),
  });
  useEffect(() => {
    document.title = "Views · Parley";
  }, []);
  return (
    <div className={classes.page}>
      <TopBar onShortcuts={() => setShortcuts(true)} />
      <div>
        <ConnectionBanners />
      </div>
      <main className={classes.panes} data-open={viewId ? "view" : "list"}>
        <div className={classes.list} ref={list}>
          <Link to="/inbox/open" className={classes.back}>
            <IconArrowLeft size={15} aria-hidden="true" /> Inbox
          </Link>
          <div className={classes.head}>
            <h1 className={classes.title}>Views</h1>
            {mayWrite && (
              <Button size="compact-sm" leftSection={<IconPlus size={14} />} onClick={write}>
                New
              </Button>
            )}
          </div>
          {error && (
            <Text size="sm" role="alert">
              {sentence(error)}
            </Text>
          )}
          {views?.length === 0 && (
            <Text size="sm" c="dimmed" p="xs">
              There are none yet.
            </Text>
          )}
          <ViewsList views={views ?? []} selectedId={viewId} hrefOf={({ id }) => `${viewsPath}/${id}`} />
        </div>
        <section className={classes.pane} aria-label={viewId === "new" ? "New view" : "View"}>
          <Link to={viewsPath} className={classes.narrow}>
            <IconArrowLeft size={15} aria-hidden="true" /> All views
          </Link>
          {viewId === undefined ? <NothingOpen /> : <Open key={viewId} viewId={viewId} />}
        </section>
      </main>
      <ShortcutsDialog opened={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
  );
}

function Open({ viewId }: { viewId: string }) {
  const { data: fields, error } = useFilterFields();
  const { data: views } = useViews(true);
  const view = viewId === "new" ? null : views?.find(({ id }) => id === viewId);
  if (error) return <Text className={classes.nothing}>{sentence(error)}</Text>;
  if (!fields || (viewId !== "new" && !views)) return null;
  if (view === undefined) return <Text className={classes.nothing}>There is no such view.</Text>;
  // A version of a colleague's is built on anew.
  return <ViewForm key={view?.version ?? "new"} view={view} fields={fields} />;
}

function NothingOpen() {
  return (
    <div className={classes.nothing}>
      <IconFilter size={40} stroke={1.2} aria-hidden="true" />
      <Text size="sm">
        Choose a view, or <Link to={`${viewsPath}/new`}>build one</Link>.
      </Text>
    </div>
  );
}

function moveFocus(list: HTMLElement | null, by: 1 | -1): void {
  const links = [...(list?.querySelectorAll<HTMLElement>("[data-view]") ?? [])];
  const now = links.findIndex((link) => link.matches(":focus"));
  const from = now >= 0 ? now : links.findIndex((link) => link.ariaCurrent === "page");
  const next = from < 0 ? 0 : Math.max(0, Math.min(links.length - 1, from + by));
  links[next]?.focus();
}
