import { Badge, Button, Text } from "@mantine/core";
import { sentence } from "../api/problem.ts";
import type { RunTrace } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import { GrantView } from "./grant-view.tsx";
import { StepView } from "./step-view.tsx";
import classes from "./trace.module.css";
import { isAtWork, useStopRun } from "./use-trace.ts";
import { causes, costText, duration, handOverText, judgement, outcomes, sourcesOf } from "./wording.ts";

/** One turn: what came of it and why, what it rests on, and its steps in their order. */
export function RunView({ trace }: { trace: RunTrace }) {
  const mayWrite = useMay("conversations:write");
  const stop = useStopRun(trace.conversationId);
  const { status, because, reason, handOverReason, grant, steps, startedAt, finishedAt, createdAt } = trace;
  const { words, color } = outcomes[status];
  const judged = judgement(trace);
  const sources = sourcesOf(steps);
  const took = startedAt && finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : null;
  return (
    <>
      <section aria-label="What came of it" className={classes.outcome}>
        <div className={classes.line}>
          <Badge color={color} variant="light">
            {words}
          </Badge>
          <Text size="xs" c="dimmed">
            <Moment at={createdAt} form="full" />
            {took !== null && `, in ${duration(took)}`}
          </Text>
          {isAtWork(trace) && mayWrite && (
            <Button
              size="compact-xs"
              variant="default"
              ml="auto"
              aria-disabled={stop.isPending}
              onClick={() => stop.isPending || stop.mutate(trace.id)}
            >
              Stop it
            </Button>
          )}
        </div>
        {because && <Text size="sm">{causes[because.kind]}</Text>}
        {handOverReason && <Text size="sm">Because {handOverText(handOverReason)}.</Text>}
        {reason && <Text size="sm">{reason}</Text>}
        {judged && <Text size="sm">{judged}</Text>}
        {stop.error && (
          <Text size="sm" c="red" role="alert">
            {sentence(stop.error)}
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {costText(trace)}
        </Text>
      </section>
      {sources.length > 0 && (
        <section aria-label="What it rests on">
          <h3 className={classes.heading}>What it rests on</h3>
          <ul className={classes.sources}>
            {sources.map(({ id, label }) => (
              <li key={id}>{label}</li>
            ))}
          </ul>
        </section>
      )}
      {grant && <GrantView grant={grant} />}
      <section aria-label="Steps">
        <h3 className={classes.heading}>Steps</h3>
        {steps.length === 0 && (
          <Text size="sm" c="dimmed">
            {isAtWork(trace) ? "None yet." : "It asked nothing and looked nothing up."}
          </Text>
        )}
        <ol className={classes.steps}>
          {steps.map((step, at) => (
            <StepView key={step.n} step={step} isFirst={at === 0} />
          ))}
        </ol>
      </section>
    </>
  );
}
