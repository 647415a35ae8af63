import { Button, SegmentedControl, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowLeft, IconPlus, IconSearch } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import type { CannedReply } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { moveFocus } from "../settings/move-focus.ts";
import shared from "../settings/side-list.module.css";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import classes from "./canned-reply-list.module.css";
import { cannedRepliesPath } from "./paths.ts";
import { TeamName } from "./team-select.tsx";
import { useCannedReplyList } from "./use-canned-replies.ts";

const SEARCH_AFTER_MS = 180;

/** All canned replies, most used first. `/` searches, `c` writes a new one, the arrows move. */
export function CannedReplyList({ selectedId }: { selectedId: string | undefined }) {
  const [, go] = useLocation();
  const mayManage = useMay("canned_replies:manage");
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [typed, setTyped] = useState("");
  const [archived, setArchived] = useState(false);
  const [words] = useDebouncedValue(typed.trim(), SEARCH_AFTER_MS);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useCannedReplyList(words, archived);
  const write = () => go(`${cannedRepliesPath}/new`);
  const move = (by: 1 | -1) => () => moveFocus(list.current, by);
  useShortcuts({
    "/": () => search.current?.focus(),
    ArrowDown: move(1),
    ArrowUp: move(-1),
    j: move(1),
    k: move(-1),
    ...(mayManage && { c: write }),
  });
  return (
    <div className={shared.pane}>
      <Link to="/inbox/open" className={shared.back}>
        <IconArrowLeft size={15} aria-hidden="true" /> Inbox
      </Link>
      <div className={shared.head}>
        <h1 className={shared.title}>Canned replies</h1>
        {mayManage && (
          <Button size="compact-sm" leftSection={<IconPlus size={14} />} onClick={write}>
            New
          </Button>
        )}
      </div>
      <TextInput
        ref={search}
        type="search"
        size="sm"
        aria-label="Search canned replies"
        placeholder="Search"
        leftSection={<IconSearch size={15} />}
        rightSection={<kbd className={shared.key}>/</kbd>}
        value={typed}
        maxLength={200}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") moveFocus(list.current, 1);
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <SegmentedControl
        size="xs"
        aria-label="Which canned replies"
        value={archived ? "archived" : "used"}
        data={[
          { value: "used", label: "In use" },
          { value: "archived", label: "Archived" },
        ]}
        onChange={(value) => setArchived(value === "archived")}
      />
      {error && (
        <Text size="sm" role="alert">
          {sentence(error)}
        </Text>
      )}
      {data?.length === 0 && (
        <Text size="sm" c="dimmed" className={shared.empty}>
          {words ? "Nothing holds these words." : archived ? "Nothing is archived." : "There are none yet."}
        </Text>
      )}
      <ul ref={list} className={shared.rows} aria-label={archived ? "Archived canned replies" : "Canned replies"}>
        {data?.map((reply) => (
          <Row key={reply.id} reply={reply} selected={reply.id === selectedId} />
        ))}
        {hasNextPage && (
          <li>
            <Button
              fullWidth
              size="compact-sm"
              variant="subtle"
              aria-disabled={isFetchingNextPage}
              onClick={() => isFetchingNextPage || void fetchNextPage()}
            >
              Show more
            </Button>
          </li>
        )}
      </ul>
    </div>
  );
}

function Row({ reply, selected }: { reply: CannedReply; selected: boolean }) {
  const { id, name, shortcut, language, teamId, usageCount, steps, problems } = reply;
  return (
    <li>
      <Link to={`${cannedRepliesPath}/${id}`} className={shared.row} aria-current={selected ? "true" : undefined}>
        <span className={shared.name}>{name}</span>
        <span className={shared.quiet}>
          <span className={classes.shortcut}>/{shortcut}</span>
          {teamId && <TeamName teamId={teamId} />}
          {language && <span>{language}</span>}
          {steps.length > 0 && <span>{stepsOf(steps.length)}</span>}
          {problems[0] && <span className={classes.broken}>{problems[0].message}</span>}
          <span>{usesOf(usageCount)}</span>
        </span>
      </Link>
    </li>
  );
}

function stepsOf(count: number): string {
  return count === 1 ? "1 step" : `${count} steps`;
}

function usesOf(count: number): string {
  if (count === 0) return "not used yet";
  return count === 1 ? "used once" : `used ${count} times`;
}
