import classes from "./external.module.css";

/** All a model is told of a tool's arguments, to the last part: something may be hidden deep inside. */
export function AsRead({ schema }: { schema: Record<string, unknown> }) {
  return (
    <details className={classes.leftOut}>
      <summary>As the AI reads it</summary>
      <pre className={classes.code}>{JSON.stringify(schema, null, 2)}</pre>
    </details>
  );
}
