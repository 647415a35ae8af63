import { Text } from "@mantine/core";
import type { LiveState } from "./live.ts";
import classes from "./live-indicator.module.css";
import { useLiveState } from "./live-provider.tsx";

const label: Record<LiveState, string> = { connecting: "Connecting…", live: "Live", reconnecting: "Reconnecting…" };
const meaning: Record<LiveState, string> = {
  connecting: "Opening the live connection",
  live: "New messages appear by themselves",
  reconnecting: "The connection was lost. What was missed is fetched as soon as it is back",
};

/** Whether the screen follows what happens. */
export function LiveIndicator() {
  const state = useLiveState();
  return (
    <div
      className={classes.indicator}
      data-state={state}
      role="status"
      aria-label="Live connection"
      title={meaning[state]}
    >
      <span className={classes.dot} aria-hidden="true" />
      <Text span size="xs" inherit>
        {label[state]}
      </Text>
    </div>
  );
}
