import { SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { useParams } from "wouter";
import { AiNav } from "../ai-settings/ai-nav.tsx";
import { sentence } from "../api/problem.ts";
import type { Trial } from "../api/types.ts";
import { Awaited } from "../settings/awaited.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { guidancePath } from "./paths.ts";
import classes from "./trial.module.css";
import { TrialCaseView } from "./trial-case.tsx";
import { TrialFoot } from "./trial-foot.tsx";
import { TrialHead } from "./trial-head.tsx";
import { isShown, type Shown } from "./trial-words.ts";
import { useTrial, useTrialCases } from "./use-trials.ts";

/** What the AI would answer now, beside what was said; `j` and `k` go from one to the next. */
export function TrialPage() {
  const { trialId = "" } = useParams<{ trialId: string }>();
  const { data: trial, error, refetch } = useTrial(trialId);
  return (
    <SettingsPage
      title="Guidance, tried on past conversations"
      about="What the AI would answer by it now, beside what was really said. Nothing of it was sent."
      back={{ to: guidancePath, label: "AI guidance" }}
    >
      <AiNav current={guidancePath} />
      {trial === undefined && (
        <Awaited error={error} again={refetch}>
          <Skeleton height={320} radius="md" className="appears-late" />
        </Awaited>
      )}
      {trial === null && <Text size="sm">There is no such trial.</Text>}
      {trial && <TrialHead trial={trial} />}
      {trial && <Cases trial={trial} />}
      {trial && <TrialFoot trial={trial} />}
    </SettingsPage>
  );
}

function Cases({ trial }: { trial: Trial }) {
  const [shown, setShown] = useState<Shown>("all");
  const list = useRef<HTMLUListElement>(null);
  const { data: cases, error } = useTrialCases(trial.id, trial.done);
  const move = (by: 1 | -1) => () => moveFocus(list.current, by);
  useShortcuts({ j: move(1), k: move(-1), ArrowDown: move(1), ArrowUp: move(-1) });
  const { reply, handOver, noReply, failed } = trial.outcomes;
  const filters: { value: Shown; label: string; count: number }[] = [
    { value: "all", label: "All", count: trial.total },
    { value: "differing", label: "Different outcome", count: trial.differing },
    { value: "reply", label: "Answers", count: reply },
    { value: "hand_over", label: "To people", count: handOver },
    { value: "no_reply", label: "Left", count: noReply },
    { value: "failed", label: "No end", count: failed },
  ];
  const rows = cases?.filter((one) => isShown(one, shown)) ?? [];
  return (
    <>
      <SegmentedControl<Shown>
        size="xs"
        aria-label="Which conversations"
        className={classes.filter}
        value={shown}
        data={filters.map(({ value, label, count }) => ({ value, label: `${label} (${count})` }))}
        onChange={setShown}
      />
      {error && !cases && (
        <Text role="alert" size="sm">
          {sentence(error)}
        </Text>
      )}
      {cases && rows.length === 0 && (
        <Text size="sm" c="dimmed">
          None of them.
        </Text>
      )}
      <ul ref={list} className={classes.cases} aria-label="Conversations">
        {rows.map((one) => (
          <TrialCaseView key={one.id} one={one} />
        ))}
      </ul>
    </>
  );
}

function moveFocus(list: HTMLElement | null, by: 1 | -1): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>("li[data-case] a") ?? [])];
  const at = rows.findIndex((row) => row.matches(":focus"));
  const next = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))];
  next?.focus();
  next?.closest("li")?.scrollIntoView({ block: "nearest" });
}
