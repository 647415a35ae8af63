import type { Condition, Filter } from "./ast.ts";
import { type Fields, operatorsOf } from "./check-filter.ts";
import type { FieldDefinition } from "./fields.ts";
import { presence } from "./kinds.ts";
import { type MomentValue, meetsAt } from "./moments.ts";
import { askedField, type Moment, wantedOf } from "./resolve.ts";
import type { Snapshot } from "./snapshots.ts";

/** Whether a row fits, and when that may change by time alone: a number of milliseconds since 1970; null: never. */
export interface Verdict {
  fits: boolean;
  until: number | null;
}

/**
 * The same answer as the filter's SQL gives, for a row in memory.
 * @throws AppError("conflict") with `details.reason` "broken_filter" when a field it names is gone.
 */
export function evaluate(filter: Filter, fields: Fields, row: Snapshot, at: Moment): Verdict {
  if ("field" in filter) return ask(filter, askedField(fields, filter), row, at);
  if ("not" in filter) {
    const { fits, until } = evaluate(filter.not, fields, row, at);
    return { fits: !fits, until };
  }
  const isAnd = "and" in filter;
  const verdicts = (isAnd ? filter.and : filter.or).map((one) => evaluate(one, fields, row, at));
  const deciding = verdicts.filter(({ fits }) => fits !== isAnd);
  // One that decides alone holds until the last of those that do may turn; otherwise until the first of all may.
  if (deciding.length > 0) return { fits: !isAnd, until: lastOf(deciding) };
  return { fits: isAnd, until: firstOf(verdicts) };
}

function ask(condition: Condition, field: FieldDefinition, row: Snapshot, at: Moment): Verdict {
  const { operator: name } = condition;
  const held = field.held(row);
  if (name === "is_set" || name === "is_not_set") {
    return { fits: held.length > 0 === (presence[name] === "some"), until: null };
  }
  const operator = operatorsOf(field)[name]!;
  const wanted = wantedOf(condition, field, operator, at);
  const holds = (one: (typeof wanted)[number]) => held.some((value) => operator.comparison.test(value, one));
  const fits = operator.holds === "each" ? wanted.every(holds) : wanted.some(holds) === (operator.holds === "some");
  const [moment] = held;
  if (field.kind !== "moment" || moment === undefined) return { fits, until: null };
  // The value's shape was checked by `checkFilter`.
  const meets = meetsAt(new Date(Number(moment)), condition.value as MomentValue, at.now);
  return { fits, until: meets?.getTime() ?? null };
}

function firstOf(verdicts: readonly Verdict[]): number | null {
  const known = verdicts.flatMap(({ until }) => until ?? []);
  return known.length === 0 ? null : Math.min(...known);
}

function lastOf(verdicts: readonly Verdict[]): number | null {
  let last = 0;
  for (const { until } of verdicts) {
    if (until === null) return null;
    last = Math.max(last, until);
  }
  return last;
}
