import { IconBolt } from "@tabler/icons-react";
import { Link } from "wouter";
import type { RuleRun } from "../api/types.ts";
import { Moment } from "../shell/moment.tsx";
import { rulesPath } from "./paths.ts";
import classes from "./rule-run-entry.module.css";
import { runText } from "./wording.ts";

/** What a rule did in a conversation, between its messages. */
export function RuleRunEntry({ run }: { run: RuleRun }) {
  const { rule, outcome, at } = run;
  return (
    <p className={classes.entry} data-outcome={outcome} aria-label={`Rule ${rule.name}`} role="note">
      <IconBolt size={14} stroke={1.7} aria-hidden="true" />
      <span>
        Rule <Link href={`${rulesPath}/${rule.id}`}>{rule.name}</Link>
        {outcome === "failed" ? " failed: " : outcome === "skipped" ? " did nothing: " : " "}
        {runText(run)} · <Moment at={at} form="full" />
      </span>
    </p>
  );
}
