import { Button, Drawer, Group, NativeSelect, Skeleton, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import { onDay, useNow } from "../shell/moment.tsx";
import { RunView } from "./run-view.tsx";
import classes from "./trace.module.css";
import { useRuns, useTrace } from "./use-trace.ts";
import { outcomes } from "./wording.ts";

interface Props {
  conversationId: string;
  runId: string;
  onClose: () => void;
}

/** What the AI did on a conversation, turn by turn. */
export function TraceDrawer({ conversationId, runId, onClose }: Props) {
  const [shownId, setShownId] = useState(runId);
  const { data: trace, error, refetch } = useTrace(conversationId, shownId);
  return (
    <Drawer opened onClose={onClose} position="right" size={560} title="What the AI did" classNames={classes}>
      <Stack gap="md">
        <Turns conversationId={conversationId} shownId={shownId} onShow={setShownId} />
        {trace && <RunView key={trace.id} trace={trace} />}
        {trace === null && <Text size="sm">This turn is gone.</Text>}
        {trace === undefined && error && (
          <Group gap="xs">
            <Text size="sm" role="alert">
              {sentence(error)}
            </Text>
            <Button size="compact-sm" variant="default" onClick={() => void refetch()}>
              Try again
            </Button>
          </Group>
        )}
        {trace === undefined && !error && <Skeleton height={220} className="appears-late" />}
      </Stack>
    </Drawer>
  );
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** The others of the conversation; one alone needs no choice. */
function Turns(props: { conversationId: string; shownId: string; onShow: (runId: string) => void }) {
  const { data: runs = [] } = useRuns(props.conversationId);
  const now = useNow();
  if (runs.length < 2) return null;
  const options = runs.map(({ id, createdAt, status }) => {
    const at = new Date(createdAt);
    return { value: id, label: `${onDay(at, now)}, ${clock.format(at)}: ${outcomes[status].words}` };
  });
  const isListed = options.some(({ value }) => value === props.shownId);
  return (
    <NativeSelect
      size="xs"
      label="Turn"
      data={isListed ? options : [{ value: props.shownId, label: "An earlier one" }, ...options]}
      value={props.shownId}
      onChange={({ currentTarget }) => props.onShow(currentTarget.value)}
    />
  );
}
