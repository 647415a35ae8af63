import type postgres from "postgres";
import type { RawSql } from "../../platform/db.ts";

/** A piece of a raw statement, with its parameters. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;
/** What a row holds in a field, one of it, and what it is compared with. Moments are in milliseconds since 1970. */
export type Scalar = string | number | boolean;

/**
 * choice: a word of a closed list. reference: an id of something else. day: a date of the calendar without a time.
 * money: an amount of a currency, held and compared in its smallest unit.
 */
export type Kind = "choice" | "reference" | "moment" | "day" | "number" | "money" | "text" | "boolean";

/** One question, asked to a value in memory and to a column: both must answer alike. */
interface Comparison {
  test(held: Scalar, wanted: Scalar): boolean;
  sql(sql: RawSql, column: Fragment, wanted: Fragment): Fragment;
}

const equal: Comparison = {
  test: (held, wanted) => held === wanted,
  sql: (sql, column, wanted) => sql`${column} = ${wanted}`,
};
const less: Comparison = {
  test: (held, wanted) => held < wanted,
  sql: (sql, column, wanted) => sql`${column} < ${wanted}`,
};
const greater: Comparison = {
  test: (held, wanted) => held > wanted,
  sql: (sql, column, wanted) => sql`${column} > ${wanted}`,
};
const atLeast: Comparison = {
  test: (held, wanted) => held >= wanted,
  sql: (sql, column, wanted) => sql`${column} >= ${wanted}`,
};
const atMost: Comparison = {
  test: (held, wanted) => held <= wanted,
  sql: (sql, column, wanted) => sql`${column} <= ${wanted}`,
};
const holding: Comparison = {
  test: (held, wanted) => String(held).includes(String(wanted)),
  sql: (sql, column, wanted) => sql`strpos(${column}, ${wanted}) > 0`,
};

/**
 * How an operator is answered. A field holds no value, one, or several: `some` of them fits, `none` does (so that
 * "is not" is true of a row without a value), or there is one for `each` value asked for.
 */
export interface Operator {
  comparison: Comparison;
  holds: "some" | "none" | "each";
  /** Whether it takes a list: some of the list fits. */
  list: boolean;
}

const some = (comparison: Comparison): Operator => ({ comparison, holds: "some", list: false });
const none = (comparison: Comparison): Operator => ({ comparison, holds: "none", list: false });
const listed = {
  any_of: { comparison: equal, holds: "some", list: true },
  none_of: { comparison: equal, holds: "none", list: true },
} as const satisfies Record<string, Operator>;
const words = { is: some(equal), is_not: none(equal), ...listed };

/** The operators of each kind of field, besides `presence`. */
export const operators: Record<Kind, Readonly<Record<string, Operator>>> = {
  choice: words,
  reference: words,
  moment: { before: some(less), after: some(atLeast) },
  day: { is: some(equal), before: some(less), after: some(greater) },
  number: { is: some(equal), is_not: none(equal), at_least: some(atLeast), at_most: some(atMost) },
  money: { at_least: some(atLeast), at_most: some(atMost) },
  text: { is: some(equal), is_not: none(equal), contains: some(holding), contains_not: none(holding) },
  boolean: { is: some(equal) },
};

/** For fields that may hold several values at once. */
export const ofMany: Readonly<Record<string, Operator>> = {
  ...listed,
  all_of: { comparison: equal, holds: "each", list: true },
};

/** Without a value: whether the field holds anything. Only for fields that may be empty. */
export const presence = { is_set: "some", is_not_set: "none" } as const;

/** How a value travels to PostgreSQL, and how a list of them does. */
export const sqlType: Record<Kind, string> = {
  choice: "text",
  reference: "uuid",
  moment: "timestamptz",
  day: "date",
  number: "float8",
  money: "float8",
  text: "text",
  boolean: "boolean",
};
