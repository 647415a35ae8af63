import { Button, Modal, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { sentence } from "../api/problem.ts";
import type { BulkAction } from "../api/types.ts";
import { titleOf as titleOfConversation } from "../texts/title-of.ts";
import classes from "./results-dialog.module.css";
import { useBulkResults } from "./use-bulk-actions.ts";
import { type Shown, shownOf, titleOf } from "./wording.ts";

interface Props {
  bulkAction: BulkAction | null;
  onClose: () => void;
}

/** What came of it, conversation by conversation. */
export function ResultsDialog({ bulkAction, onClose }: Props) {
  return (
    <Modal
      transitionProps={{ duration: 0 }}
      opened={bulkAction !== null}
      onClose={onClose}
      title={bulkAction && titleOf(bulkAction)}
      centered
      size="md"
    >
      {bulkAction && <Results key={bulkAction.id} bulkAction={bulkAction} onClose={onClose} />}
    </Modal>
  );
}

function Results({ bulkAction, onClose }: { bulkAction: BulkAction; onClose: () => void }) {
  const choices = shownOf(bulkAction);
  const [shown, setShown] = useState<Shown>(choices[0]?.value ?? "all");
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useBulkResults(
    bulkAction.id,
    shown,
  );
  return (
    <Stack gap="sm">
      {choices.length > 1 && (
        <SegmentedControl
          data-autofocus
          size="xs"
          aria-label="Which ones"
          data={choices}
          value={shown}
          onChange={(value) => setShown(choices.find((choice) => choice.value === value)?.value ?? "all")}
        />
      )}
      {error && (
        <Text size="sm" role="alert">
          {sentence(error)}
        </Text>
      )}
      <ul className={classes.rows} aria-label="Results">
        {data?.map(({ conversationId, subject, channel, message, outcome }) => (
          <li key={conversationId} className={classes.row} data-outcome={outcome}>
            {subject === null || channel === null ? (
              <span className={classes.subject}>A conversation that is not there for you</span>
            ) : (
              <Link href={`/inbox/open/${conversationId}`} className={classes.subject} onClick={onClose}>
                {titleOfConversation({ subject, channel })}
              </Link>
            )}
            {shown !== "done" && <span className={classes.why}>{message ?? "Done"}</span>}
          </li>
        ))}
        {!isPending && !error && data?.length === 0 && (
          <li className={classes.why}>Kept for a week, and not any longer.</li>
        )}
      </ul>
      {hasNextPage && (
        <Button size="compact-sm" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}
