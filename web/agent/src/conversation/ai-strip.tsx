import { Button } from "@mantine/core";
import { IconHandStop, IconSparkles } from "@tabler/icons-react";
import { useSwitches } from "../ai-tools/use-switches.ts";
import { sentence } from "../api/problem.ts";
import type { Draft, Run } from "../api/types.ts";
import { TraceButton } from "../trace/trace-button.tsx";
import { isAtWork, useStopRun } from "../trace/use-trace.ts";
import classes from "./ai-strip.module.css";
import { DraftCard } from "./draft-card.tsx";
import { useAskAgain, useDraft, useLatestRun } from "./use-automation.ts";

interface Props {
  conversationId: string;
  hasDraft: boolean;
  newestMessageId: string | undefined;
  /** The draft the agent is editing in the composer; it is not shown twice. */
  editedDraftId: string | null;
  mayWrite: boolean;
  sending: boolean;
  onEdit: (draft: Draft) => void;
  onSend: (draft: Draft) => void;
}

/** What the AI proposes, is doing, or why it proposes nothing. */
export function AiStrip({
  conversationId,
  hasDraft,
  newestMessageId,
  editedDraftId,
  mayWrite,
  sending,
  onEdit,
  onSend,
}: Props) {
  const draft = useDraft(conversationId, hasDraft);
  const run = useLatestRun(conversationId);
  const ask = useAskAgain(conversationId);
  const stop = useSwitches().data?.stop;
  if (draft === undefined || run.data === undefined) return <div className={classes.line} />;
  if (draft && draft.id === editedDraftId) return null;
  const working = run.data !== null && isAtWork(run.data);
  const askButton = mayWrite && (
    <Button
      size="compact-xs"
      variant="subtle"
      color="violet"
      className={classes.ask}
      aria-disabled={ask.isPending || working}
      onClick={() => ask.isPending || working || ask.mutate()}
    >
      {run.data ? "Ask again" : "Ask for a draft"}
    </Button>
  );
  if (draft) {
    return (
      <DraftCard
        key={draft.id}
        draft={draft}
        because={run.data?.id === draft.runId ? run.data.because : null}
        outdated={newestMessageId !== undefined && newestMessageId !== draft.lastSeenMessageId}
        mayWrite={mayWrite}
        sending={sending}
        askAgain={askButton}
        working={working}
        onEdit={() => onEdit(draft)}
        onSend={() => onSend(draft)}
      />
    );
  }
  if (stop) {
    return (
      <div className={classes.line} role="status" aria-label="AI agent">
        <IconHandStop size={15} aria-hidden="true" className={classes.mark} />
        <span className={classes.words}>The AI is stopped{stop.reason && `: ${stop.reason}`}</span>
      </div>
    );
  }
  const words = ask.error ? sentence(ask.error) : inWords(run.data);
  return (
    <div className={classes.line} role="status" aria-label="AI agent" data-working={working || undefined}>
      <IconSparkles size={15} aria-hidden="true" className={classes.mark} />
      {words && <span className={classes.words}>{words}</span>}
      {run.data && words && (
        <TraceButton conversationId={conversationId} runId={run.data.id} label={working ? "Watch" : "Why?"} />
      )}
      {working && mayWrite && run.data && <StopButton run={run.data} />}
      {!working && askButton}
    </div>
  );
}

/** Ends the turn: nothing comes of it. */
function StopButton({ run }: { run: Run }) {
  const stop = useStopRun(run.conversationId);
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      aria-disabled={stop.isPending}
      title={stop.error ? sentence(stop.error) : undefined}
      onClick={() => stop.isPending || stop.mutate(run.id)}
    >
      {stop.error ? "Stop it, once more" : "Stop it"}
    </Button>
  );
}

/** Why there is no draft; nothing to say when it was never asked for or has been dealt with. */
function inWords(run: Run | null): string | null {
  if (!run || run.status === "drafted") return null;
  if (run.status === "sent") return "Answered by the AI.";
  // Said above, for as long as it holds.
  if (run.status === "handed_over") return null;
  if (run.status === "no_reply") return `No answer needed: ${run.reason ?? "nothing was asked"}`;
  if (run.status === "waiting" || run.status === "running") return "Drafting…";
  if (run.status === "failed") return `No draft: ${run.reason ?? "the AI run failed"}`;
  if (run.status === "skipped") return `No draft: ${run.reason ?? "the AI had nothing to add"}`;
  return `No draft: ${run.reason ?? "something newer happened while the AI was writing"}`;
}
