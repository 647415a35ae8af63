import { ActionIcon, Button, Group, Progress, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { sentence } from "../api/problem.ts";
import type { BulkAction } from "../api/types.ts";
import { Moment } from "../shell/moment.tsx";
import classes from "./bulk-card.module.css";
import { useCancelBulkAction, useUndoBulkAction } from "./use-bulk-actions.ts";
import { hasResults, isRunning, notesOf, progressOf, titleOf } from "./wording.ts";

interface Props {
  bulkAction: BulkAction;
  onLook: () => void;
  /** Absent: it stands in a list and stays there. */
  onDismiss?: () => void;
  /** The keys that undo it and show its results. */
  keys?: { undo?: string; look?: string };
}

/** One bulk action: how far it is or what came of it, and what can be done about it. */
export function BulkCard({ bulkAction, onLook, onDismiss, keys = {} }: Props) {
  const { id, undoable, undoneBy, state, createdAt } = bulkAction;
  const cancel = useCancelBulkAction();
  const undo = useUndoBulkAction();
  const error = cancel.error ?? undo.error;
  const runs = isRunning(bulkAction);
  const notes = [...(runs ? [] : notesOf(bulkAction)), ...(undoneBy === null ? [] : ["Taken back."])];
  return (
    <article className={classes.card} data-state={state} aria-label={titleOf(bulkAction)}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm" fw={600}>
          {titleOf(bulkAction)}
        </Text>
        {onDismiss && !runs && (
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Dismiss" onClick={onDismiss}>
            <IconX size={14} />
          </ActionIcon>
        )}
        {!onDismiss && (
          <Text size="xs" c="dimmed" className={classes.at}>
            <Moment at={createdAt} />
          </Text>
        )}
      </Group>
      {runs && (
        <Progress value={progressOf(bulkAction)} size="sm" animated={state === "selecting"} aria-label="Progress" />
      )}
      {notes.length > 0 && (
        <Text size="xs" c="dimmed">
          {notes.join(" ")}
        </Text>
      )}
      {error && (
        <Text role="alert" size="xs" c="red">
          {sentence(error)}
        </Text>
      )}
      <Group gap="xs">
        {runs && (
          <Button size="compact-xs" variant="default" onClick={() => cancel.isPending || cancel.mutate(id)}>
            Cancel
          </Button>
        )}
        {!runs && undoable && (
          <Button
            size="compact-xs"
            variant="default"
            rightSection={keys.undo && <kbd className={classes.key}>{keys.undo}</kbd>}
            onClick={() => undo.isPending || undo.mutate(id)}
          >
            Undo
          </Button>
        )}
        {!runs && hasResults(bulkAction) && (
          <Button
            size="compact-xs"
            variant="subtle"
            rightSection={keys.look && <kbd className={classes.key}>{keys.look}</kbd>}
            onClick={onLook}
          >
            Results
          </Button>
        )}
      </Group>
    </article>
  );
}
