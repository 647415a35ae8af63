import { Progress, Text } from "@mantine/core";
import type { ConnectionHealth } from "../api/types.ts";
import classes from "./connection-health.module.css";
import { isRunning, kindWord, percentOf, progressText } from "./wording.ts";

type Run = ConnectionHealth["runs"][number];

/** How far each kind of what a shop has is. */
export function CopyProgress({ runs }: { runs: readonly Run[] }) {
  return (
    <ul className={classes.runs} aria-label="What is copied">
      {runs.map((run) => (
        <li key={run.id} className={classes.run}>
          <Text size="sm" className={classes.kind}>
            {kindWord(run.kind)}
          </Text>
          <Bar run={run} />
          <Text size="xs" c="dimmed" className={classes.counted}>
            {progressText(run)}
            {run.skipped > 0 && ` · ${run.skipped} lines could not be read`}
            {run.incomplete > run.completed && ` · details of ${run.incomplete - run.completed} follow`}
          </Text>
        </li>
      ))}
    </ul>
  );
}

function Bar({ run }: { run: Run }) {
  const percent = percentOf(run);
  const failed = run.state === "failed" || run.state === "stopped";
  return (
    <Progress
      size="sm"
      aria-label={`${kindWord(run.kind)}: ${progressText(run)}`}
      value={percent ?? (isRunning(run) ? 100 : 0)}
      color={failed ? "red" : "fjord"}
      animated={isRunning(run) && percent === null && run.state !== "waiting"}
      {...(run.state === "waiting" && { color: "gray" })}
    />
  );
}
