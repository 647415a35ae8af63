import { type Placeholder, sql } from "drizzle-orm";
import { type Query, rawOf } from "./db.ts";

/** What a statement is written with: a value that is filled in each time. */
export type Given<Values> = { readonly [Name in keyof Values]: Placeholder };

interface Built<Row> {
  prepare(name: string): { execute(values: Record<string, unknown>): Promise<Row[]> };
}

/**
 * A statement whose words are always the same: Drizzle builds it once for the process, and only its values travel. To
 * build one anew takes longer than the database takes to answer it by a key.
 */
export function builtOnce<Values extends Record<string, unknown>, Row>(
  build: (q: Query, given: Given<Values>) => Built<Row>,
): (q: Query, values: Values) => Promise<Row[]> {
  let built: ReturnType<Built<Row>["prepare"]> | undefined;
  return (q, values) => {
    built ??= build(q, placeholders()).prepare("");
    // Of a prepared statement only the connection is of the transaction it was built in.
    const here: typeof built = Object.create(built, { client: { value: rawOf(q) } });
    return here.execute(values);
  };
}

function placeholders<Values>(): Given<Values> {
  return new Proxy({} as Given<Values>, { get: (_, name) => sql.placeholder(String(name)) });
}
