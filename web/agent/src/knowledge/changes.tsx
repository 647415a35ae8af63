import { Text } from "@mantine/core";
import { sentence } from "../api/problem.ts";
import type { Article, ArticleLine } from "../api/types.ts";
import classes from "./table-view.module.css";
import { useChanges } from "./use-articles.ts";

/** Unchanged lines shown around a change. */
const AROUND = 1;

/** What publishing would change of what shoppers and the AI see now. */
export function Changes({ article }: { article: Article }) {
  const { data, error } = useChanges(article);
  if (error) return <Text size="sm">{sentence(error)}</Text>;
  if (!data) return null;
  return (
    <details>
      <summary>
        What version {data.to} changes of version {data.from}
      </summary>
      {data.fromTitle !== data.toTitle && (
        <Text size="sm">
          Title: {data.fromTitle} → {data.toTitle}
        </Text>
      )}
      <ChangedLines lines={data.lines} none="No line is other." />
    </details>
  );
}

/** Lines that are other, with those around them. */
export function ChangedLines({ lines, none }: { lines: readonly ArticleLine[]; none: string }) {
  const near = lines.map((_, n) =>
    lines.slice(Math.max(0, n - AROUND), n + AROUND + 1).some(({ kind }) => kind !== "same"),
  );
  if (!near.includes(true)) return <Text size="sm">{none}</Text>;
  return (
    <ul className={classes.changes}>
      {lines.map(({ kind, text }, n) =>
        near[n] ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing else that names it, and the list never moves
          <li key={n} data-sign={signs[kind]}>
            {signs[kind]} {text}
          </li>
        ) : null,
      )}
    </ul>
  );
}

const signs = { same: " ", added: "+", removed: "−" } as const;
