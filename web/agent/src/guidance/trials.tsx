import { Text } from "@mantine/core";
import { Link } from "wouter";
import { Section } from "../lines/section.tsx";
import { Moment } from "../shell/moment.tsx";
import { trialPath } from "./paths.ts";
import classes from "./trial.module.css";
import { summary } from "./trial-words.ts";
import { useTrials } from "./use-trials.ts";

/** What was tried lately, and what came of it. */
export function Trials() {
  const { data: trials = [] } = useTrials();
  if (trials.length === 0) return null;
  return (
    <Section title="Tried on past conversations">
      <ul className={classes.trials} aria-label="Trials">
        {trials.map((trial) => (
          <li key={trial.id}>
            <Link to={trialPath(trial.id)}>
              {trial.number === null ? "What was saved" : `Version ${trial.number}`}, on{" "}
              {trial.total === 1 ? "1 conversation" : `${trial.total} conversations`}
            </Link>
            <Text size="xs" c="dimmed">
              {summary(trial)} · <Moment at={trial.createdAt} form="full" />
            </Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}
