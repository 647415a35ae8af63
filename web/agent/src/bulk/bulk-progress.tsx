import { Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { BulkAction } from "../api/types.ts";
import { useSession } from "../session/session.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { BulkCard } from "./bulk-card.tsx";
import classes from "./bulk-progress.module.css";
import { ResultsDialog } from "./results-dialog.tsx";
import { useBulkActions, useUndoBulkAction } from "./use-bulk-actions.ts";
import { hasResults, isRunning } from "./wording.ts";

/**
 * How far one's bulk actions are, and what came of the last one that ended here: `Z` undoes it, `R` shows its results,
 * `g b` those of before.
 */
export function BulkProgress() {
  const own = useOwn();
  const shown = useShown(own);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const [looked, setLooked] = useState<BulkAction | null>(null);
  const [history, setHistory] = useState(false);
  const cards = shown.filter(({ id }) => !dismissed.has(id));
  const last = cards.find((one) => !isRunning(one));
  const undo = useUndoBulkAction();
  const look = (bulkAction: BulkAction) => {
    setHistory(false);
    setLooked(bulkAction);
  };
  const undoLast = () => {
    if (last && !undo.isPending) undo.mutate(last.id);
  };
  const lookAtLast = () => last && look(last);
  useShortcuts({
    "g b": () => setHistory(true),
    ...(last?.undoable && { Z: undoLast }),
    ...(last && hasResults(last) && { R: lookAtLast }),
  });
  return (
    <>
      <section className={classes.stack} aria-label="Bulk actions" aria-live="polite">
        {cards.map((one) => (
          <BulkCard
            key={one.id}
            bulkAction={one}
            keys={one === last ? { undo: "Z", look: "R" } : {}}
            onLook={() => look(one)}
            onDismiss={() => setDismissed((before) => new Set([...before, one.id]))}
          />
        ))}
      </section>
      <Modal
        transitionProps={{ duration: 0 }}
        opened={history}
        onClose={() => setHistory(false)}
        title="Bulk actions of yours"
        centered
        size="md"
      >
        <Stack gap="sm">
          {own.map((one) => (
            <BulkCard key={one.id} bulkAction={one} onLook={() => look(one)} />
          ))}
          {own.length === 0 && (
            <Text size="sm" c="dimmed">
              None yet. Choose conversations in the list with x, then say what to do with them.
            </Text>
          )}
        </Stack>
      </Modal>
      <ResultsDialog bulkAction={looked} onClose={() => setLooked(null)} />
    </>
  );
}

/** Newest first, and what takes another back instead of that one. */
function useOwn(): BulkAction[] {
  const { id } = useSession().member;
  const { data = none } = useBulkActions();
  return data.filter(({ startedBy }) => startedBy.type === "member" && startedBy.id === id);
}

/** Those that run, and the last that ended while this page was open. */
function useShown(own: readonly BulkAction[]): BulkAction[] {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const running = own.filter(isRunning);
  // Seen running once, its end is news.
  if (running.some(({ id }) => !seen.has(id))) setSeen(new Set([...seen, ...running.map(({ id }) => id)]));
  const ended = own.find((one) => !isRunning(one) && seen.has(one.id));
  return ended && ended.undoneBy === null ? [...running, ended] : running;
}

const none: readonly BulkAction[] = [];
