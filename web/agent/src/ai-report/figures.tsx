import { Text } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./report.module.css";

/** One number that says most, and how far it may be trusted. */
export function Head({ label, number, about }: { label: string; number: string; about: string }) {
  return (
    <section className={classes.head} aria-label={label}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <div className={classes.number}>{number}</div>
      <Text size="xs" c="dimmed">
        {about}
      </Text>
    </section>
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** @param rows each begins with what it is called. */
export function Figures({ heads, rows, none }: { heads?: string[]; rows: ReactNode[][]; none: string }) {
  if (rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {none}
      </Text>
    );
  }
  return (
    <table className={classes.rows}>
      {heads && (
        <thead>
          <tr>
            {heads.map((head, n) =>
              n === 0 ? (
                <th key={head} scope="col">
                  {head}
                </th>
              ) : (
                <td key={head}>{head}</td>
              ),
            )}
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map(([name, ...cells], n) => (
          // Rows have no names of their own, and are never moved.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <tr key={n}>
            <th scope="row">{name}</th>
            {cells.map((cell, m) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <td key={m}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
