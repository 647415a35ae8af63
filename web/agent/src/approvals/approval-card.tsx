import { Button, Group, Stack, Textarea } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { kindWords } from "../actions/action-words.ts";
import { Notice } from "../actions/notice.tsx";
import { PreviewView } from "../actions/preview-view.tsx";
import { useDecide } from "../actions/use-actions.ts";
import { useActorName } from "../actions/use-actor-name.ts";
import { VerdictView } from "../actions/verdict-view.tsx";
import { Problem, sentence } from "../api/problem.ts";
import type { ShopAction } from "../api/types.ts";
import { Moment } from "../shell/moment.tsx";
import { AboutWhom } from "./about-whom.tsx";
import classes from "./approvals.module.css";

type Choice = "approved" | "declined";

/** One question: what the shop would do, why it is asked, and the two answers. */
export function ApprovalCard({ action, onDecided }: { action: ShopAction; onDecided: () => void }) {
  const { approval, preview, kind } = action;
  const [choice, setChoice] = useState<Choice | null>(null);
  const [note, setNote] = useState("");
  const decide = useDecide();
  const isStale = useIsStale(preview?.fingerprint) || reasonOf(decide.error) === "preview_changed";
  const settle = () => {
    if (!choice || !approval || !preview || decide.isPending) return;
    const said = note.trim();
    const given = { approvalId: approval.id, decision: choice, fingerprint: preview.fingerprint };
    decide.mutate({ ...given, ...(said && { note: said }) }, { onSuccess: onDecided });
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === "Escape" && choice) {
      event.stopPropagation();
      setChoice(null);
      event.currentTarget.focus();
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat) settle();
  };
  return (
    <article
      className={classes.card}
      aria-label={kindWords(kind).title}
      tabIndex={-1}
      data-approval={approval?.id}
      onKeyDown={press}
    >
      <Heading action={action} />
      {isStale && (
        <Notice tone="mind" role="status">
          The order changed since this was asked. Below is what would be done now.
        </Notice>
      )}
      <PreviewView action={action} />
      <VerdictView action={action} />
      {decide.error && reasonOf(decide.error) !== "preview_changed" && (
        <p className={classes.trouble} role="alert">
          {sentence(decide.error)}
        </p>
      )}
      {choice ? (
        <Answer
          choice={choice}
          note={note}
          isBusy={decide.isPending}
          onNote={setNote}
          onSettle={settle}
          onBack={() => setChoice(null)}
        />
      ) : (
        <Group gap="xs">
          <Button size="xs" data-do="approve" title="Approve (a)" onClick={() => setChoice("approved")}>
            Approve…
          </Button>
          <Button
            size="xs"
            variant="default"
            data-do="decline"
            title="Decline (d)"
            onClick={() => setChoice("declined")}
          >
            Decline…
          </Button>
        </Group>
      )}
    </article>
  );
}

function Heading({ action }: { action: ShopAction }) {
  const { kind, customerId, orderId, conversationId, requestedBy, requestedAt, createdAt, expiresAt } = action;
  const nameOf = useActorName();
  return (
    <header className={classes.head}>
      <span className={classes.title}>
        {kindWords(kind).title}
        {customerId && (
          <>
            {" · "}
            <AboutWhom customerId={customerId} orderId={orderId} />
          </>
        )}
      </span>
      <span className={classes.quiet}>
        asked by {nameOf(requestedBy)} · <Moment at={requestedAt ?? createdAt} form="full" />
        {expiresAt && (
          <>
            {" "}
            · open until <Moment at={expiresAt} form="full" />
          </>
        )}
        {conversationId && (
          <>
            {" · "}
            <Link href={`/inbox/open/${conversationId}`}>the conversation</Link>
          </>
        )}
      </span>
    </header>
  );
}

interface AnswerProps {
  choice: Choice;
  note: string;
  isBusy: boolean;
  onNote: (note: string) => void;
  onSettle: () => void;
  onBack: () => void;
}

/** The second press, with a reason where there is one to give. */
function Answer({ choice, note, isBusy, onNote, onSettle, onBack }: AnswerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <Stack gap="xs">
      <Textarea
        ref={field}
        size="xs"
        label={choice === "approved" ? "Why it may be done" : "Why not; whoever asked reads it"}
        autosize
        minRows={1}
        maxRows={4}
        maxLength={1000}
        value={note}
        onChange={(event) => onNote(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button
          size="xs"
          color={choice === "declined" ? "red" : undefined}
          loading={isBusy}
          title="Ctrl Enter"
          onClick={onSettle}
        >
          {choice === "approved" ? "Approve" : "Decline"}
        </Button>
        <Button size="xs" variant="default" onClick={onBack}>
          Back
        </Button>
        <span className={classes.quiet}>Ctrl Enter</span>
      </Group>
    </Stack>
  );
}

/** Whether the preview became another one while it was looked at. */
function useIsStale(fingerprint: string | undefined): boolean {
  const [first] = useState(fingerprint);
  return first !== undefined && fingerprint !== undefined && first !== fingerprint;
}

function reasonOf(error: unknown): unknown {
  return error instanceof Problem ? error.details.reason : undefined;
}
