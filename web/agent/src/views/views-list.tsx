import { Tooltip } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "wouter";
import type { View } from "../api/types.ts";
import classes from "./views-list.module.css";

interface Props {
  views: readonly View[];
  /** Where a view leads to. */
  hrefOf: (view: View) => string;
  selectedId: string | undefined;
}

/** Shared views, those of teams, then one's own, each with its number as it is now. */
export function ViewsList({ views, hrefOf, selectedId }: Props) {
  const sections = [
    { title: "Shared", some: views.filter(({ visibility }) => visibility === "shared") },
    { title: "Team", some: views.filter(({ visibility }) => visibility === "team") },
    { title: "Mine", some: views.filter(({ visibility }) => visibility === "private") },
  ];
  return sections
    .filter(({ some }) => some.length > 0)
    .map(({ title, some }) => (
      <section key={title} aria-label={`${title} views`}>
        <h2 className={classes.section}>{title}</h2>
        <ul className={classes.rows}>
          {some.map((view) => (
            <li key={view.id}>
              <Link
                href={hrefOf(view)}
                className={classes.row}
                aria-current={view.id === selectedId ? "page" : undefined}
                data-view={view.id}
              >
                <span className={classes.name}>{view.name}</span>
                <Count view={view} />
              </Link>
            </li>
          ))}
        </ul>
      </section>
    ));
}

export function Count({ view: { count, broken } }: { view: View }) {
  if (broken) {
    return (
      <Tooltip label="It asks for something that is gone">
        <IconAlertTriangle size={14} className={classes.broken} role="img" aria-label="Broken" />
      </Tooltip>
    );
  }
  if (count === null) return null;
  return <span className={classes.count}>{count.toLocaleString()}</span>;
}
