import { Badge, Button, Text } from "@mantine/core";
import { Link } from "wouter";
import { sentence } from "../api/problem.ts";
import orders from "../orders/orders.module.css";
import { Moment } from "../shell/moment.tsx";
import { titleOf } from "../texts/title-of.ts";
import classes from "./rule-form.module.css";
import { useRuleRuns } from "./use-rules.ts";
import { outcomeColor, outcomeLabel, runText } from "./wording.ts";

/** What a rule did, newest first, and what came of it. */
export function RuleRuns({ ruleId }: { ruleId: string }) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useRuleRuns(ruleId);
  return (
    <section className={classes.runs} aria-label="What it did">
      <h2 className={classes.legend}>What it did</h2>
      {error && (
        <Text size="sm" c="red" role="alert">
          {sentence(error)}
        </Text>
      )}
      {data?.length === 0 && (
        <Text size="sm" c="dimmed">
          It has not fitted anything yet.
        </Text>
      )}
      {data && data.length > 0 && (
        <ul className={classes.rows}>
          {data.map((run) => (
            <li key={run.id} className={classes.run} data-outcome={run.outcome}>
              <Badge size="sm" variant="light" color={outcomeColor[run.outcome]}>
                {outcomeLabel[run.outcome]}
              </Badge>
              <p>
                <Link href={`/inbox/open/${run.conversation.id}`} className={orders.link}>
                  {titleOf(run.conversation)}
                </Link>
                <span className={classes.quiet}> · {runText(run)}</span>
              </p>
              <span className={classes.quiet}>
                <Moment at={run.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <div>
          <Button
            size="compact-sm"
            variant="subtle"
            aria-disabled={isFetchingNextPage}
            onClick={() => isFetchingNextPage || void fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
    </section>
  );
}
