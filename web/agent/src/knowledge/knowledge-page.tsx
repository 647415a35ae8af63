import { Button, Text } from "@mantine/core";
import { IconArrowLeft, IconBook2 } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link, useLocation, useRoute } from "wouter";
import { sentence } from "../api/problem.ts";
import { useMay } from "../session/session.tsx";
import classes from "../settings/list-page.module.css";
import { ConnectionBanners } from "../shell/connection-banner.tsx";
import { ShortcutsDialog } from "../shell/shortcuts-dialog.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import form from "./article-form.module.css";
import { ArticleForm } from "./article-form.tsx";
import { ArticleList } from "./article-list.tsx";
import { TakeFile } from "./file-source.tsx";
import { HelpCenterPane } from "./help-center.tsx";
import { MissingList, MissingPane } from "./missing.tsx";
import { TakePage } from "./page-source.tsx";
import { helpCenterPath, knowledgePath, missingPath, proposedPath, tablesPath } from "./paths.ts";
import { ProposedList, ProposedPane } from "./proposed.tsx";
import { TableList, TablePane } from "./tables.tsx";
import { useArticle } from "./use-articles.ts";

/** What the shop knows: its articles beside the one that is being read or written. */
export function KnowledgePage() {
  const [isTable, table] = useRoute(`${tablesPath}/:id?`);
  const [isProposed, proposed] = useRoute(`${proposedPath}/:id?`);
  const [isMissing, missing] = useRoute(`${missingPath}/:id?`);
  const [, article] = useRoute(`${knowledgePath}/:id?`);
  const kind = isTable ? "tables" : isProposed ? "proposed" : isMissing ? "missing" : "articles";
  const id = (table ?? proposed ?? missing ?? article)?.id;
  const [, go] = useLocation();
  const [shortcuts, setShortcuts] = useState(false);
  const show = () => setShortcuts(true);
  useShortcuts({ "g o": () => go("/inbox/open"), "g m": () => go("/inbox/mine"), "?": show });
  useEffect(() => {
    document.title = "Knowledge · Parley";
  }, []);
  return (
    <div className={classes.page}>
      <TopBar onShortcuts={show} />
      <div>
        <ConnectionBanners />
      </div>
      <main className={classes.panes} data-open={id ? "article" : "list"}>
        {kind === "articles" && <ArticleList selectedId={id} />}
        {kind === "tables" && <TableList selectedId={id} />}
        {kind === "proposed" && <ProposedList selectedId={id} />}
        {kind === "missing" && <MissingList selectedId={id} />}
        <section className={classes.pane} aria-label={labels[kind]}>
          <Link to={ways[kind]} className={classes.back}>
            <IconArrowLeft size={15} aria-hidden="true" /> Back to the list
          </Link>
          {kind === "articles" && <ArticlePane id={id} />}
          {kind === "tables" && <TablePane tableId={id} />}
          {kind === "proposed" && <ProposedPane suggestionId={id} />}
          {kind === "missing" && <MissingPane missingId={id} />}
        </section>
      </main>
      <ShortcutsDialog opened={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
  );
}

const labels = { articles: "Article", tables: "Table", proposed: "Proposed answer", missing: "What is missing" };
const ways = { articles: knowledgePath, tables: tablesPath, proposed: proposedPath, missing: missingPath };

function ArticlePane({ id }: { id: string | undefined }) {
  const mayManage = useMay("knowledge:manage");
  if (id === undefined) return <NothingOpen />;
  if (`${knowledgePath}/${id}` === helpCenterPath) return <HelpCenterPane />;
  if (id !== "new") return <Known key={id} articleId={id} />;
  if (!mayManage) return null;
  return (
    <>
      <div className={form.above}>
        <TakePage />
        <TakeFile />
      </div>
      <ArticleForm key="new" article={null} />
    </>
  );
}

function Known({ articleId }: { articleId: string }) {
  const { data, error, refetch } = useArticle(articleId);
  if (data) return <ArticleForm article={data} />;
  if (data === null) return <Text className={classes.nothing}>There is no such article.</Text>;
  if (!error) return null;
  return (
    <div className={classes.nothing} role="alert">
      <Text size="sm">{sentence(error)}</Text>
      <Button size="compact-sm" variant="default" onClick={() => void refetch()}>
        Try again
      </Button>
    </div>
  );
}

function NothingOpen() {
  const mayManage = useMay("knowledge:manage");
  return (
    <div className={classes.nothing}>
      <IconBook2 size={40} stroke={1.2} aria-hidden="true" />
      <Text size="sm">
        Choose an article
        {mayManage && (
          <>
            {" "}
            or <Link to={`${knowledgePath}/new`}>write one</Link>
          </>
        )}
        , or ask what a shopper would.
      </Text>
      <Text size="sm">The AI answers from what is published.</Text>
    </div>
  );
}
