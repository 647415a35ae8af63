import { Badge, Button, SegmentedControl, Select, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowLeft, IconPlus, IconSearch } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import type { Article } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { moveFocus } from "../settings/move-focus.ts";
import shared from "../settings/side-list.module.css";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import classes from "./article-list.module.css";
import { HelpCenterLine } from "./help-center.tsx";
import { Kinds } from "./kinds.tsx";
import { helpCenterPath, knowledgePath } from "./paths.ts";
import { useArticleList, useCategories, usePassages } from "./use-articles.ts";

const SEARCH_AFTER_MS = 250;

/** All articles, last changed first. `/` asks as a shopper would, `c` writes a new one, the arrows move. */
export function ArticleList({ selectedId }: { selectedId: string | undefined }) {
  const [, go] = useLocation();
  const mayManage = useMay("knowledge:manage");
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [typed, setTyped] = useState("");
  const [archived, setArchived] = useState(false);
  const [category, setCategory] = useState<string | null>(null);
  const [question] = useDebouncedValue(typed.trim(), SEARCH_AFTER_MS);
  const write = () => go(`${knowledgePath}/new`);
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
        <h1 className={shared.title}>Knowledge</h1>
        {mayManage && (
          <Button size="compact-sm" leftSection={<IconPlus size={14} />} onClick={write}>
            New
          </Button>
        )}
      </div>
      <Kinds kind="articles" />
      <HelpCenterLine isChosen={`${knowledgePath}/${selectedId}` === helpCenterPath} />
      <TextInput
        ref={search}
        type="search"
        size="sm"
        aria-label="Ask what a shopper would"
        placeholder="Ask what a shopper would"
        leftSection={<IconSearch size={15} />}
        rightSection={<kbd className={shared.key}>/</kbd>}
        value={typed}
        maxLength={500}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") moveFocus(list.current, 1);
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      {question === "" && (
        <SegmentedControl
          size="xs"
          aria-label="Which articles"
          value={archived ? "archived" : "used"}
          data={[
            { value: "used", label: "In use" },
            { value: "archived", label: "Archived" },
          ]}
          onChange={(value) => setArchived(value === "archived")}
        />
      )}
      {question === "" && !archived && <Shelves chosen={category} onChoose={setCategory} />}
      <ul ref={list} className={shared.rows} aria-label={question ? "What is found" : "Articles"}>
        {question ? (
          <Found question={question} selectedId={selectedId} />
        ) : (
          <All archived={archived} category={archived ? null : category} selectedId={selectedId} />
        )}
      </ul>
    </div>
  );
}

/** One shelf, or all; nothing where there are none. */
function Shelves({ chosen, onChoose }: { chosen: string | null; onChoose: (category: string | null) => void }) {
  const { data = [] } = useCategories();
  if (data.length === 0) return null;
  return (
    <Select
      size="xs"
      clearable
      aria-label="Category"
      placeholder="All categories"
      data={data.map(({ name, articles }) => ({ value: name, label: `${name} (${articles})` }))}
      value={chosen}
      onChange={onChoose}
    />
  );
}

function All(list: { archived: boolean; category: string | null; selectedId: string | undefined }) {
  const { archived, category, selectedId } = list;
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useArticleList(archived, category);
  return (
    <>
      {error && <Said>{sentence(error)}</Said>}
      {data?.length === 0 && <Said>{archived ? "Nothing is archived." : "There are none yet."}</Said>}
      {data?.map((article) => (
        <li key={article.id}>
          <Link
            to={`${knowledgePath}/${article.id}`}
            className={shared.row}
            aria-current={article.id === selectedId ? "true" : undefined}
          >
            <span className={shared.name}>{article.title}</span>
            <span className={shared.quiet}>
              <Standing article={article} />
              {article.category && <span>{article.category}</span>}
              {article.language && <span>{article.language}</span>}
            </span>
          </Link>
        </li>
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
    </>
  );
}

function Found({ question, selectedId }: { question: string; selectedId: string | undefined }) {
  const { data, error } = usePassages(question);
  return (
    <>
      {error && <Said>{sentence(error)}</Said>}
      {data?.length === 0 && <Said>Nothing published speaks of this.</Said>}
      {data?.map(({ chunkId, articleId, title, heading, text, coverage }) => (
        <li key={chunkId}>
          <Link
            to={`${knowledgePath}/${articleId}`}
            className={shared.row}
            aria-current={articleId === selectedId ? "true" : undefined}
          >
            <span className={shared.name}>{heading ? `${title} · ${heading}` : title}</span>
            <span className={classes.text}>{text}</span>
            <span className={shared.quiet}>speaks of {Math.round(coverage * 100)} % of the question</span>
          </Link>
        </li>
      ))}
    </>
  );
}

/** What shoppers and the AI see of it. */
export function Standing({ article: { archivedAt, publishedVersion, version } }: { article: Article }) {
  if (archivedAt) return <Badge {...badge}>Archived</Badge>;
  if (publishedVersion === null) return <Badge {...badge}>Draft</Badge>;
  if (publishedVersion < version)
    return <Badge {...badge} color="orange">{`Changed since version ${publishedVersion}`}</Badge>;
  return (
    <Badge {...badge} color="green">
      Published
    </Badge>
  );
}

const badge = { size: "xs", variant: "light", color: "gray", tt: "none" } as const;

function Said({ children }: { children: string }) {
  return (
    <li className={shared.empty}>
      <Text size="sm" c="dimmed" role="status">
        {children}
      </Text>
    </li>
  );
}
