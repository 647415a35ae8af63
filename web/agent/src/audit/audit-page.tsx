import { Button, Menu, Text, Title } from "@mantine/core";
import { IconArrowLeft, IconDownload, IconRefresh } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { sentence } from "../api/problem.ts";
import { ListSkeleton } from "../inbox/list-skeleton.tsx";
import { ShortcutsDialog } from "../shell/shortcuts-dialog.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { AuditFilters } from "./audit-filters.tsx";
import classes from "./audit-page.module.css";
import { AuditRow } from "./audit-row.tsx";
import { type Filters, readFilters, toQuery, toSearch } from "./filters.ts";
import { useAudit } from "./use-audit.ts";
import { useRows } from "./use-rows.ts";

/** Who did what, and why. The address carries the filters, so that a view can be sent to somebody. */
export function AuditPage() {
  const [search, setSearch] = useSearchParams();
  const [shortcuts, setShortcuts] = useState(false);
  const filters = readFilters(search);
  const change = (next: Filters) => setSearch(toSearch(next), { replace: true });
  useEffect(() => {
    document.title = "Audit log · Parley";
  }, []);
  return (
    <div className={classes.page}>
      <TopBar onShortcuts={() => setShortcuts(true)} />
      <main className={classes.body}>
        <div className={classes.head}>
          <div>
            <Link href="/inbox/open" className={classes.back}>
              <IconArrowLeft size={15} aria-hidden="true" /> Inbox
            </Link>
            <Title order={1} size="h3">
              Audit log
            </Title>
            <Text size="sm" c="dimmed">
              Everything that happened in this workspace, newest first. A closed lock means that the entry is part of
              the hash chain: nobody can change it unnoticed.
            </Text>
          </div>
          <ExportMenu filters={filters} />
        </div>
        <AuditFilters filters={filters} onChange={change} />
        <Entries
          key={JSON.stringify(toSearch(filters))}
          filters={filters}
          onOnly={(about) => change({ ...filters, about })}
          onShortcuts={() => setShortcuts(true)}
        />
      </main>
      <ShortcutsDialog opened={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
  );
}

interface EntriesProps {
  filters: Filters;
  onOnly: (conversationId: string) => void;
  onShortcuts: () => void;
}

function Entries({ filters, onOnly, onShortcuts }: EntriesProps) {
  const [, go] = useLocation();
  const list = useRef<HTMLOListElement>(null);
  const { data, error, isPending, isFetching, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useAudit(filters);
  const move = useRows(list, data !== undefined);
  const [next, previous] = [() => move(1), () => move(-1)];
  const moving = { j: next, ArrowDown: next, k: previous, ArrowUp: previous };
  useShortcuts({ ...moving, "g o": () => go("/inbox/open"), "?": onShortcuts });

  if (isPending) return <ListSkeleton />;
  if (!data) {
    return (
      <div className={classes.empty} role="alert">
        <Text size="sm">{sentence(error)}</Text>
        <Button size="compact-sm" variant="default" onClick={() => void refetch()}>
          Try again
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.list}>
      <ol ref={list} className={classes.rows} aria-label="Audit log">
        {data.map((entry) => (
          <AuditRow key={entry.seq} entry={entry} onOnly={filters.about ? undefined : onOnly} />
        ))}
      </ol>
      {data.length === 0 && (
        <div className={classes.empty} role="status">
          <Text size="sm">
            {hasNextPage ? "Nothing that fits in the newest part of the log." : "Nothing in the log fits."}
          </Text>
        </div>
      )}
      <div className={classes.foot}>
        {hasNextPage ? (
          <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {data.length === 0 ? "Look further back" : "Show older"}
          </Button>
        ) : (
          data.length > 0 && (
            <Text size="xs" c="dimmed">
              Nothing older.
            </Text>
          )
        )}
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconRefresh size={14} aria-hidden="true" />}
          aria-disabled={isFetching}
          onClick={() => isFetching || void refetch()}
        >
          Read again
        </Button>
      </div>
    </div>
  );
}

function ExportMenu({ filters }: { filters: Filters }) {
  const href = (format: "csv" | "jsonl") =>
    `/v1/audit/export?${new URLSearchParams({ format, ...toQuery(filters) }).toString()}`;
  return (
    <Menu position="bottom-end" width={250} shadow="md">
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconDownload size={15} aria-hidden="true" />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={href("csv")} download>
          Table (CSV)
        </Menu.Item>
        <Menu.Item component="a" href={href("jsonl")} download>
          Log with its seals (JSON lines)
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
