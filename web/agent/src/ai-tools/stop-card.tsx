import { Button, Group, Text, TextInput } from "@mantine/core";
import { IconHandStop, IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { AiSwitches } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import classes from "./tools.module.css";
import { useResumeAi, useStopAi } from "./use-switches.ts";

/** Whether the AI works at all. One press asks why, the next one stops it. */
export function StopCard({ stop }: { stop: AiSwitches["stop"] }) {
  const mayManage = useMay("settings:manage");
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState("");
  const stopping = useStopAi();
  const resuming = useResumeAi();
  const problem = stopping.error ?? resuming.error;
  return (
    <section className={classes.stop} data-stopped={stop !== null || undefined} aria-label="Whether the AI works">
      {stop ? <IconHandStop size={22} aria-hidden="true" /> : <IconSparkles size={22} aria-hidden="true" />}
      <div className={classes.about} role="status">
        <Text fw={600}>{stop ? "The AI is stopped" : "The AI works"}</Text>
        <Text size="sm">
          {stop ? (
            <>
              Since <Moment at={stop.stoppedAt} form="full" />
              {stop.reason && `: ${stop.reason}`}. It asks no model, uses no tool and sends nothing; callers get a
              person.
            </>
          ) : (
            "Stopped, it asks no model, uses no tool and sends nothing, at once; people go on."
          )}
        </Text>
        {problem && (
          <Text size="sm" c="red" role="alert">
            {sentence(problem)}
          </Text>
        )}
      </div>
      {mayManage && stop && (
        <Button
          variant="default"
          aria-disabled={resuming.isPending}
          onClick={() => resuming.isPending || resuming.mutate()}
        >
          Let it work again
        </Button>
      )}
      {mayManage && !stop && !asked && (
        <Button color="red" variant="light" onClick={() => setAsked(true)}>
          Stop the AI…
        </Button>
      )}
      {mayManage && !stop && asked && (
        <form
          className={classes.why}
          onSubmit={(event) => {
            event.preventDefault();
            if (!stopping.isPending) stopping.mutate(reason.trim(), { onSuccess: () => setAsked(false) });
          }}
        >
          <TextInput
            label="Why"
            description="For colleagues; may be empty."
            autoFocus
            maxLength={300}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Group gap="xs">
            <Button type="submit" color="red" aria-disabled={stopping.isPending}>
              Stop it now
            </Button>
            <Button variant="default" onClick={() => setAsked(false)}>
              Cancel
            </Button>
          </Group>
        </form>
      )}
    </section>
  );
}
