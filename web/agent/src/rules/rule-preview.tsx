import { Text } from "@mantine/core";
import { Link } from "wouter";
import type { Rule, RulePreview } from "../api/types.ts";
import { Moment } from "../shell/moment.tsx";
import { titleOf } from "../texts/title-of.ts";
import classes from "./rule-form.module.css";

interface Props {
  preview: RulePreview | undefined;
  steps: Rule["steps"];
  /** It is of what was asked before. */
  old: boolean;
}

const mostShown = 20;

/** The conversations a rule would have something to do with now. Nothing is changed. */
export function RulePreviewList({ preview, steps, old }: Props) {
  if (!preview) return null;
  const { looked, data } = preview;
  return (
    <section className={classes.preview} aria-label="Preview" aria-busy={old}>
      <h2 className={classes.legend}>
        {looked === 0
          ? "There is no conversation to try it on"
          : `Would fit ${data.length} of the ${looked} newest conversations`}
      </h2>
      {data.length > 0 && (
        <ul className={classes.rows} data-old={old || undefined}>
          {data.slice(0, mostShown).map(({ conversation, steps: foreseen }) => (
            <li key={conversation.id}>
              <Link href={`/inbox/open/${conversation.id}`} className={classes.row}>
                <span>{conversation.customerName || "Unknown customer"}</span>
                <span>{titleOf(conversation)}</span>
                <span className={classes.quiet}>{steps.length > 0 && changeText(foreseen)}</span>
                <span className={classes.quiet}>
                  <Moment at={conversation.lastMessageAt} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {data.length > mostShown && (
        <Text size="xs" c="dimmed">
          And {data.length - mostShown} more.
        </Text>
      )}
    </section>
  );
}

function changeText(steps: RulePreview["data"][number]["steps"]): string {
  const changing = steps.filter(({ type, changes }) => changes && type !== "stop").length;
  if (changing === 0) return "is so already";
  return changing === 1 ? "1 change" : `${changing} changes`;
}
