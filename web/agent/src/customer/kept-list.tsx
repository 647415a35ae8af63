import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { UseMutationResult } from "@tanstack/react-query";
import { sentence } from "../api/problem.ts";
import { Moment } from "../shell/moment.tsx";
import classes from "./kept-list.module.css";

interface Props {
  title: string;
  /** For who cannot see that it stands with a customer; default the title. */
  label?: string;
  /** `about`: what is to be known of it, below it. */
  items: { id: string; words: string; at: string; about?: string | undefined; takeAway: string }[];
  mayTakeAway: boolean;
  /** By the item's id. */
  takingAway: UseMutationResult<unknown, Error, string>;
}

/** What is kept of a customer, to be read and taken away; nothing while there is nothing. */
export function KeptList({ title, label = title, items, mayTakeAway, takingAway }: Props) {
  if (items.length === 0) return null;
  return (
    <section aria-label={label} className={classes.kept}>
      <h3 className={classes.heading}>{title}</h3>
      <ul className={classes.list}>
        {items.map(({ id, words, at, about, takeAway }) => (
          <li key={id}>
            <span>
              {words}{" "}
              <span className={classes.quiet}>
                <Moment at={at} />
              </span>
              {about && <div className={classes.quiet}>{about}</div>}
            </span>
            {mayTakeAway && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={takeAway}
                loading={takingAway.isPending && takingAway.variables === id}
                onClick={() => takingAway.mutate(id)}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {takingAway.error && (
        <span className={classes.trouble} role="alert">
          {sentence(takingAway.error)}
        </span>
      )}
    </section>
  );
}
