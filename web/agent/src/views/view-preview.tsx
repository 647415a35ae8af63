import { Text } from "@mantine/core";
import { Link } from "wouter";
import { sentence } from "../api/problem.ts";
import { Moment } from "../shell/moment.tsx";
import { titleOf } from "../texts/title-of.ts";
import { filterProblemsOf, type usePreview } from "./use-views.ts";
import classes from "./view-form.module.css";

/** The newest conversations that the filter would show. */
export function ViewPreview({ preview, incomplete }: { preview: ReturnType<typeof usePreview>; incomplete: boolean }) {
  const { data, error, isPlaceholderData } = preview;
  const old = incomplete || isPlaceholderData || error !== null;
  return (
    <section className={classes.preview} aria-label="Preview">
      <h2 className={classes.title}>Would show now</h2>
      {error && filterProblemsOf(error).length === 0 && (
        <Text size="sm" c="red" role="alert">
          {sentence(error)}
        </Text>
      )}
      {data && data.data.length === 0 && (
        <Text size="sm" c="dimmed">
          {data.complete ? "Nothing at the moment." : "Nothing among the newest conversations."}
        </Text>
      )}
      {data && data.data.length > 0 && (
        <ul className={classes.rows} data-old={old || undefined}>
          {data.data.map(({ id, customer, subject, channel, lastMessage }) => (
            <li key={id}>
              <Link href={`/inbox/open/${id}`} className={classes.row}>
                <span>{customer.name || customer.email || "Unknown customer"}</span>
                <span>{titleOf({ subject, channel })}</span>
                <span>
                  <Moment at={lastMessage.at} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {data && data.data.length > 0 && !data.complete && (
        <Text size="xs" c="dimmed">
          And older ones.
        </Text>
      )}
    </section>
  );
}
