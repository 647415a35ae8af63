import { Button, Text } from "@mantine/core";
import { IconArrowLeft, IconMessage2Bolt } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link, useLocation, useRoute } from "wouter";
import { sentence } from "../api/problem.ts";
import { useMay } from "../session/session.tsx";
import classes from "../settings/list-page.module.css";
import { ConnectionBanners } from "../shell/connection-banner.tsx";
import { ShortcutsDialog } from "../shell/shortcuts-dialog.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { CannedReplyForm } from "./canned-reply-form.tsx";
import { CannedReplyList } from "./canned-reply-list.tsx";
import { cannedRepliesPath } from "./paths.ts";
import { useCannedReply } from "./use-canned-replies.ts";

/** The team's canned replies: the list beside the one that is being read or written. */
export function CannedRepliesPage() {
  const [, params] = useRoute(`${cannedRepliesPath}/:cannedReplyId?`);
  const id = params?.cannedReplyId;
  const mayManage = useMay("canned_replies:manage");
  const [, go] = useLocation();
  const [shortcuts, setShortcuts] = useState(false);
  const show = () => setShortcuts(true);
  useShortcuts({ "g o": () => go("/inbox/open"), "g m": () => go("/inbox/mine"), "?": show });
  useEffect(() => {
    document.title = "Canned replies · Parley";
  }, []);
  return (
    <div className={classes.page}>
      <TopBar onShortcuts={show} />
      <div>
        <ConnectionBanners />
      </div>
      <main className={classes.panes} data-open={id ? "reply" : "list"}>
        <CannedReplyList selectedId={id} />
        <section className={classes.pane} aria-label={id === "new" ? "New canned reply" : "Canned reply"}>
          <Link to={cannedRepliesPath} className={classes.back}>
            <IconArrowLeft size={15} aria-hidden="true" /> All canned replies
          </Link>
          {id === "new" && mayManage && <CannedReplyForm key="new" reply={null} />}
          {id !== undefined && id !== "new" && <Known key={id} cannedReplyId={id} />}
          {id === undefined && <NothingOpen />}
        </section>
      </main>
      <ShortcutsDialog opened={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
  );
}

function Known({ cannedReplyId }: { cannedReplyId: string }) {
  const { data, error, refetch } = useCannedReply(cannedReplyId);
  if (data) return <CannedReplyForm reply={data} />;
  if (data === null) return <Text className={classes.nothing}>There is no such canned reply.</Text>;
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
  const mayManage = useMay("canned_replies:manage");
  return (
    <div className={classes.nothing}>
      <IconMessage2Bolt size={40} stroke={1.2} aria-hidden="true" />
      <Text size="sm">
        Choose a canned reply
        {mayManage && (
          <>
            {" "}
            or <Link to={`${cannedRepliesPath}/new`}>write one</Link>
          </>
        )}
        .
      </Text>
      <Text size="sm">In a conversation, type / to insert it.</Text>
    </div>
  );
}
