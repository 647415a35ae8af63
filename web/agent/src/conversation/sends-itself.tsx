import { Button } from "@mantine/core";
import { IconClockPlay } from "@tabler/icons-react";
import { sentence } from "../api/problem.ts";
import type { Draft } from "../api/types.ts";
import { useSecondsLeft } from "../sending/use-seconds-left.ts";
import classes from "./ai-strip.module.css";
import { useHoldDraft } from "./use-automation.ts";

/** How long a draft can still be stopped that is sent by itself, or why it waits for a person after all. */
export function SendsItself({ draft, mayWrite }: { draft: Draft; mayWrite: boolean }) {
  const hold = useHoldDraft(draft.conversationId);
  const left = useSecondsLeft(draft.sendsAt);
  if (draft.heldBecause) return <p className={classes.outdated}>It waits for a person: {draft.heldBecause}</p>;
  if (draft.sendsAt === null) return null;
  return (
    <section className={classes.sends} aria-label="Sent by itself">
      <IconClockPlay size={16} aria-hidden="true" />
      <span>{left > 0 ? `Will be sent by itself in ${clock(left)}` : "Is being sent…"}</span>
      {mayWrite && left > 0 && (
        <Button
          size="compact-xs"
          variant="default"
          aria-disabled={hold.isPending}
          onClick={() => hold.isPending || hold.mutate()}
        >
          Hold
        </Button>
      )}
      {hold.error && <span role="alert">{sentence(hold.error)}</span>}
    </section>
  );
}

/** "4:12"; of hours "2 h 5 min". */
function clock(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}
