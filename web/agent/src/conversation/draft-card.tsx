import { Button } from "@mantine/core";
import {
  IconBook2,
  IconFileText,
  IconMessage,
  IconPackage,
  IconSend,
  IconSparkles,
  IconUser,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { sentence } from "../api/problem.ts";
import type { Draft, Run } from "../api/types.ts";
import { knowledgePath } from "../knowledge/paths.ts";
import { Moment } from "../shell/moment.tsx";
import { TraceButton } from "../trace/trace-button.tsx";
import { causes } from "../trace/wording.ts";
import classes from "./ai-strip.module.css";
import { SendsItself } from "./sends-itself.tsx";
import { useDiscardDraft } from "./use-automation.ts";

interface Props {
  draft: Draft;
  /** What its turn was begun for, where nobody had written. */
  because: Run["because"];
  /** Something came in after the AI read the conversation. */
  outdated: boolean;
  working: boolean;
  mayWrite: boolean;
  sending: boolean;
  askAgain: ReactNode;
  onEdit: () => void;
  onSend: () => void;
}

/** The AI's proposal with what it rests on. A person decides what becomes of it. */
export function DraftCard({ draft, because, outdated, working, mayWrite, sending, askAgain, onEdit, onSend }: Props) {
  const discard = useDiscardDraft(draft.conversationId);
  return (
    <section className={classes.card} aria-label="AI draft">
      <header className={classes.head}>
        <IconSparkles size={16} aria-hidden="true" className={classes.mark} />
        <span className={classes.title}>AI draft</span>
        <span className={classes.quiet}>
          {working ? "Drafting a new one…" : <Moment at={draft.createdAt} form="full" />}
        </span>
        <span className={classes.spring} />
        {askAgain}
      </header>
      {because && <p className={classes.cause}>{causes[because.kind]}</p>}
      <SendsItself draft={draft} mayWrite={mayWrite} />
      {outdated && <p className={classes.outdated}>Written before the newest message. Read it again before sending.</p>}
      <div className={classes.body}>{draft.body}</div>
      {draft.sendsAt && draft.disclosure && (
        <p className={classes.added}>If it is sent by itself: “{draft.disclosure}”</p>
      )}
      {draft.sources.length > 0 && (
        <ul className={classes.sources} aria-label="Sources">
          {draft.sources.map((source) => (
            <li key={`${source.kind} ${source.id}`} className={classes.source}>
              <SourceIcon kind={source.kind} />
              {source.kind === "article" ? (
                <Link to={`${knowledgePath}/${source.id}`}>{source.label}</Link>
              ) : (
                source.label
              )}
            </li>
          ))}
        </ul>
      )}
      {discard.error && <p role="alert">{sentence(discard.error)}</p>}
      <div className={classes.actions}>
        {mayWrite && (
          <>
            <Button
              size="xs"
              color="violet"
              leftSection={<IconSend size={14} />}
              aria-disabled={sending}
              onClick={onSend}
            >
              {sending ? "Sending…" : draft.sendsAt ? "Send now" : "Send"}
            </Button>
            <Button size="xs" variant="default" onClick={onEdit}>
              Edit
            </Button>
            <Button size="xs" variant="subtle" color="gray" onClick={() => discard.isPending || discard.mutate()}>
              Discard
            </Button>
          </>
        )}
        <span className={classes.spring} />
        <TraceButton conversationId={draft.conversationId} runId={draft.runId} />
      </div>
    </section>
  );
}

function SourceIcon({ kind }: { kind: Draft["sources"][number]["kind"] }) {
  if (kind === "order") return <IconPackage size={13} aria-hidden="true" />;
  if (kind === "article") return <IconBook2 size={13} aria-hidden="true" />;
  if (kind === "message") return <IconMessage size={13} aria-hidden="true" />;
  return kind === "customer" ? (
    <IconUser size={13} aria-hidden="true" />
  ) : (
    <IconFileText size={13} aria-hidden="true" />
  );
}
