import type { Condition, Filter } from "./ast.ts";
import type { Fields } from "./check-filter.ts";
import { operatorsOf } from "./check-filter.ts";
import type { FieldDefinition, Place } from "./fields.ts";
import { type Fragment, type Operator, presence, type Scalar, sqlType } from "./kinds.ts";
import { askedField, type Moment, wantedOf } from "./resolve.ts";

/**
 * The filter as a condition on `c`, a row of `conversations`: true or false, never null. Words of the filter travel as
 * parameters only.
 * @throws AppError("conflict") with `details.reason` "broken_filter" when a field it names is gone.
 */
export function compileFilter(filter: Filter, fields: Fields, place: Place, at: Moment): Fragment {
  const { sql } = place;
  if ("not" in filter) return sql`not (${compileFilter(filter.not, fields, place, at)})`;
  if ("field" in filter) return compileCondition(filter, askedField(fields, filter), place, at);
  const [inner, joined, empty] =
    "and" in filter ? ([filter.and, sql`and`, sql`true`] as const) : ([filter.or, sql`or`, sql`false`] as const);
  const [first, ...more] = inner.map((one) => compileFilter(one, fields, place, at));
  if (!first) return empty;
  return sql`(${more.reduce((all, one) => sql`${all} ${joined} ${one}`, first)})`;
}

function compileCondition(condition: Condition, field: FieldDefinition, place: Place, at: Moment): Fragment {
  const { sql } = place;
  const { operator: name } = condition;
  if (name === "is_set" || name === "is_not_set") {
    const held = field.holds(place, null);
    return presence[name] === "some" ? held : sql`not (${held})`;
  }
  const operator = operatorsOf(field)[name]!;
  const wanted = wantedOf(condition, field, operator, at);
  if (operator.holds === "each") {
    const each = wanted.map((one) => field.holds(place, (column) => compare(place, field, operator, column, [one])));
    return sql`(${each.reduce((all, one) => sql`${all} and ${one}`)})`;
  }
  const held = field.holds(place, (column) => compare(place, field, operator, column, wanted));
  return operator.holds === "some" ? held : sql`not (${held})`;
}

function compare({ sql }: Place, field: FieldDefinition, operator: Operator, column: Fragment, wanted: Scalar[]) {
  const type = sql.unsafe(sqlType[field.kind]);
  if (operator.list && wanted.length > 1) return sql`${column} = any(${wanted.map(String)}::text[]::${type}[])`;
  const [one] = wanted;
  const given = field.kind === "moment" ? new Date(Number(one)).toISOString() : String(one);
  return operator.comparison.sql(sql, column, sql`${given}::text::${type}`);
}
