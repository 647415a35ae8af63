import { Button, Loader, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowLeft, IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { sentence } from "../api/problem.ts";
import { useSession } from "../session/session.tsx";
import { ShortcutsDialog } from "../shell/shortcuts-dialog.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { useRecentSearches } from "./recent-searches.ts";
import { inGroups, optionId, pathOf, SearchHits } from "./search-hits.tsx";
import classes from "./search-page.module.css";
import { SearchStart } from "./search-start.tsx";
import { mistakeIn, useSearch } from "./use-search.ts";

/** Looks while one types. The address carries the words, so that "back" from a conversation leads to them. */
export function SearchPage() {
  const [, go] = useLocation();
  const [params, setParams] = useSearchParams();
  const [shortcuts, setShortcuts] = useState(false);
  const [typed, setTyped] = useState(params.get("q") ?? "");
  const [settled] = useDebouncedValue(typed.trim(), 180);
  const words = typed.trim() === "" ? "" : settled;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = "Search · Parley";
  }, []);
  useEffect(() => {
    setParams(words === "" ? {} : { q: words }, { replace: true });
  }, [words, setParams]);
  const toInbox = () => go("/inbox/open");
  useShortcuts({
    "/": () => box.current?.select(),
    "g o": toInbox,
    "?": () => setShortcuts(true),
    Escape: toInbox,
  });
  return (
    <div className={classes.page}>
      <TopBar onShortcuts={() => setShortcuts(true)} />
      <main className={classes.body}>
        <Link href="/inbox/open" className={classes.back}>
          <IconArrowLeft size={15} aria-hidden="true" /> Inbox
        </Link>
        <Finder key="finder" box={box} typed={typed} words={words} onType={setTyped} />
      </main>
      <ShortcutsDialog opened={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
  );
}

/** How far a key moves in the results. */
const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

interface FinderProps {
  box: React.RefObject<HTMLInputElement | null>;
  typed: string;
  words: string;
  onType: (typed: string) => void;
}

function Finder({ box, typed, words, onType }: FinderProps) {
  const [, go] = useLocation();
  const { member } = useSession();
  const recent = useRecentSearches(member.id);
  const found = useSearch(words);
  const hits = words === "" ? [] : inGroups(found.data?.hits ?? []);
  const [chosen, setChosen] = useState<string | null>(null);
  const active = hits.find(({ id }) => id === chosen) ?? hits[0] ?? null;
  const remember = () => words !== "" && recent.remember(words);

  const move = (by: number) => {
    const at = hits.findIndex(({ id }) => id === active?.id);
    const next = hits[Math.max(0, Math.min(hits.length - 1, at + by))];
    if (!next) return;
    setChosen(next.id);
    document.getElementById(optionId(next.id))?.scrollIntoView({ block: "nearest" });
    if (at + by >= hits.length - 3 && found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage();
  };
  const open = () => {
    const path = active && pathOf(active);
    if (!path) return;
    remember();
    go(path);
  };
  /** @returns whether the key does anything here. */
  const press = (key: string): boolean => {
    const step = steps[key];
    if (step !== undefined) move(step);
    else if (key === "Enter") open();
    else if (key !== "Escape") return false;
    else if (typed === "") go("/inbox/open");
    else onType("");
    return true;
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!press(event.key)) return;
    event.preventDefault();
  };

  return (
    <>
      <TextInput
        ref={box}
        autoFocus
        size="lg"
        role="combobox"
        aria-label="Search"
        aria-expanded={hits.length > 0}
        aria-controls="search-hits"
        aria-activedescendant={active ? optionId(active.id) : undefined}
        placeholder="Words, an address, a phone or order number, from: tag: after: …"
        maxLength={500}
        spellCheck={false}
        autoComplete="off"
        leftSection={<IconSearch size={19} stroke={1.6} aria-hidden="true" />}
        rightSection={found.isFetching ? <Loader size={16} className="appears-late" /> : null}
        value={typed}
        onChange={({ currentTarget }) => onType(currentTarget.value)}
        onKeyDown={keyDown}
      />
      {words === "" ? (
        <SearchStart searches={recent.searches} onChoose={onType} onForget={recent.forget} box={box} />
      ) : (
        <Outcome words={words} found={found}>
          <SearchHits hits={hits} activeId={active?.id ?? null} onPoint={setChosen} onOpen={remember} />
        </Outcome>
      )}
    </>
  );
}

interface OutcomeProps {
  words: string;
  found: ReturnType<typeof useSearch>;
  children: React.ReactNode;
}

function Outcome({ words, found, children }: OutcomeProps) {
  const { data, error, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = found;
  const again = () => void refetch();
  if (error && (isPlaceholderData || !data?.hits.length))
    return <Trouble words={words} error={error} onAgain={again} />;
  if (!data) return null;
  const isEmpty = data.hits.length === 0;
  return (
    <div className={classes.outcome} aria-busy={isPlaceholderData}>
      <Text size="sm" c="dimmed" role="status" className={classes.said}>
        {isEmpty && !hasNextPage && "Nothing fits. Try fewer words, or another way to write them."}
        {isEmpty && hasNextPage && "Nothing among the newest."}
        {!isEmpty && data.guessed && "Nothing has exactly these words. This is what they may mean:"}
      </Text>
      {children}
      {hasNextPage && (
        <div className={classes.foot}>
          <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isEmpty ? "Look further back" : "Show more"}
          </Button>
        </div>
      )}
    </div>
  );
}

/** A mistake is shown where it stands; anything else can be tried again. */
function Trouble({ words, error, onAgain }: { words: string; error: Error; onAgain: () => void }) {
  const mistake = mistakeIn(error);
  return (
    <div className={classes.trouble} role="alert">
      {mistake && (
        <code className={classes.query}>
          {words.slice(0, mistake.position)}
          <span className={classes.mistake}>{words.slice(mistake.position, mistake.position + mistake.length)}</span>
          {words.slice(mistake.position + mistake.length)}
        </code>
      )}
      <Text size="sm">{sentence(error).replace(/ \(at character \d+\)$/, "")}</Text>
      {!mistake && (
        <Button size="compact-sm" variant="default" onClick={onAgain}>
          Try again
        </Button>
      )}
    </div>
  );
}
