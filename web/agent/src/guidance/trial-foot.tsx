import { Button, Text } from "@mantine/core";
import { useState } from "react";
import type { Guidance, Trial } from "../api/types.ts";
import classes from "./guidance.module.css";
import { PublishDialog } from "./publish-dialog.tsx";
import { TryDialog } from "./try-dialog.tsx";
import { useGuidance } from "./use-guidance.ts";
import { isUnderWay } from "./use-trials.ts";

/** What can be done with what was tried: publish it, or try again. */
export function TrialFoot({ trial }: { trial: Trial }) {
  const { data: state } = useGuidance();
  const [open, setOpen] = useState<"publish" | "again" | null>(null);
  if (!state) return null;
  const isSaved = trial.version === state.version;
  return (
    <div className={classes.foot}>
      <Button color="green" disabled={!isSaved || state.changes.length === 0} onClick={() => setOpen("publish")}>
        Publish…
      </Button>
      <Button variant="default" disabled={isUnderWay(trial)} onClick={() => setOpen("again")}>
        Try again…
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {standing(trial, state)}
      </Text>
      {open === "publish" && <PublishDialog state={state} onClose={() => setOpen(null)} />}
      {open === "again" && <TryDialog onClose={() => setOpen(null)} />}
    </div>
  );
}

function standing(trial: Trial, { version, changes, publishedNumber }: Guidance): string {
  if (trial.number !== null) return `This was version ${trial.number}.`;
  if (trial.version !== version) return "The guidance was changed since: this is not what would be published.";
  return changes.length > 0 ? "Not published yet." : `The AI goes by this (version ${publishedNumber}).`;
}
