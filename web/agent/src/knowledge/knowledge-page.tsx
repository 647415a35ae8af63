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
import { ArticleForm } from "./article-form.tsx";
import { ArticleList } from "./article-list.tsx";
import { knowledgePath } from "./paths.ts";
import { useArticle } from "./use-articles.ts";

/** What the shop knows: its articles beside the one that is being read or written. */
export function KnowledgePage() {
  const [, params] = useRoute(`${knowledgePath}/:articleId?`);
  const id = params?.articleId;
  const mayManage = useMay("knowledge:manage");
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
        <ArticleList selectedId={id} />
        <section className={classes.pane} aria-label={id === "new" ? "New article" : "Article"}>
          <Link to={knowledgePath} className={classes.back}>
            <IconArrowLeft size={15} aria-hidden="true" /> All articles
          </Link>
          {id === "new" && mayManage && <ArticleForm key="new" article={null} />}
          {id !== undefined && id !== "new" && <Known key={id} articleId={id} />}
          {id === undefined && <NothingOpen />}
        </section>
      </main>
      <ShortcutsDialog opened={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
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
