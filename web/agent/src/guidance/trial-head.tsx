import { Progress, Text } from "@mantine/core";
import { useActorName } from "../actions/use-actor-name.ts";
import { dollars } from "../ai-models/wording.ts";
import type { Trial } from "../api/types.ts";
import { Moment } from "../shell/moment.tsx";
import classes from "./trial.module.css";
import { isUnderWay } from "./use-trials.ts";

/** What was tried, how far it is, and what it comes to. */
export function TrialHead({ trial }: { trial: Trial }) {
  const nameOf = useActorName();
  const { number, total, done, outcomes, differing, costMicros, createdBy, createdAt } = trial;
  const { reply, handOver, noReply, failed } = outcomes;
  const tiles = [
    { label: "Answered", value: reply },
    { label: "To people", value: handOver },
    { label: "Left", value: noReply },
    ...(failed > 0 ? [{ label: "No end", value: failed }] : []),
    { label: "Different outcome", value: differing },
    { label: "Cost", value: dollars(costMicros) },
  ];
  return (
    <section aria-label="What it comes to" className={classes.head}>
      <Text size="sm" c="dimmed">
        {number === null ? "What was saved" : `Version ${number}`}
        {createdBy && `, by ${nameOf({ type: "member", id: createdBy }).replace(/^You$/, "you")}`},{" "}
        <Moment at={createdAt} form="full" />
      </Text>
      <div role="status">
        <Text size="sm">{`Tried ${done} of ${total}${isUnderWay(trial) ? "…" : "."}`}</Text>
      </div>
      {isUnderWay(trial) && <Progress value={(done / total) * 100} size="sm" aria-label="Tried so far" />}
      <dl className={classes.tiles}>
        {tiles.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
