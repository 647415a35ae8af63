import { Badge, Button, Group, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { sentence } from "../api/problem.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import classes from "./connection-health.module.css";
import { CopyProgress } from "./copy-progress.tsx";
import { useBackfill, useHealth } from "./use-health.ts";
import { healthWords, isRunning } from "./wording.ts";

/** Said beside it already, with what can be done about it. */
const saidElsewhere = new Set(["refused", "disconnected"]);

/** How the data of a connection is doing: what is being copied and how far, and what is late; nothing where none is. */
export function ConnectionHealth({ connectionId }: { connectionId: string }) {
  const { data: health, error } = useHealth(connectionId);
  if (error) return <Text role="alert">{sentence(error)}</Text>;
  if (!health || health.runs.length === 0) return null;
  const { label, color } = healthWords[health.state];
  const reasons = health.reasons.filter(({ code }) => !saidElsewhere.has(code));
  return (
    <section className={classes.health} aria-label="Its data">
      <Group gap="xs">
        <Text size="sm" fw={600}>
          Data
        </Text>
        <Badge variant="light" size="sm" color={color}>
          {label}
        </Badge>
        {health.comparedAt && (
          <Text size="xs" c="dimmed">
            compared with the shop <Moment at={health.comparedAt} form="full" />
          </Text>
        )}
      </Group>
      {reasons.length > 0 && (
        <ul className={classes.reasons}>
          {reasons.map(({ code, message }) => (
            <li key={`${code} ${message}`}>{message}</li>
          ))}
        </ul>
      )}
      <CopyProgress runs={health.runs} />
      {health.state !== "disconnected" && (
        <CopyAgain connectionId={connectionId} running={health.runs.some(isRunning)} />
      )}
    </section>
  );
}

function CopyAgain({ connectionId, running }: { connectionId: string; running: boolean }) {
  const may = useMay("connections:manage");
  const backfill = useBackfill(connectionId);
  if (!may || running) return null;
  return (
    <Group gap="xs">
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconRefresh size={14} />}
        aria-disabled={backfill.isPending}
        onClick={() => backfill.isPending || backfill.mutate()}
      >
        Copy everything again
      </Button>
      {backfill.error && (
        <Text size="xs" role="alert">
          {sentence(backfill.error)}
        </Text>
      )}
    </Group>
  );
}
