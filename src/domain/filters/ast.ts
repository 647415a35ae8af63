/** One question about a conversation: `{field: "priority", operator: "any_of", value: ["high", "urgent"]}`. */
export interface Condition {
  field: string;
  operator: string;
  /** Its shape depends on the operator and on what kind of field it is; absent for `is_set` and `is_not_set`. */
  value?: unknown;
}

/** Conditions and what joins them. `{and: []}` fits everything, `{or: []}` nothing. */
export type Filter = { and: Filter[] } | { or: Filter[] } | { not: Filter } | Condition;

/** A filter is stored, compiled and evaluated for every changed conversation: it has to stay small. */
export const bounds = { depth: 5, conditions: 50, values: 100, text: 200 } as const;

/** Every condition of a filter, with the path that leads to it: `and.0.not`. */
export function conditionsOf(filter: Filter, path = ""): { condition: Condition; path: string }[] {
  if ("field" in filter) return [{ condition: filter, path }];
  if ("not" in filter) return conditionsOf(filter.not, join(path, "not"));
  const [name, filters] = "and" in filter ? (["and", filter.and] as const) : (["or", filter.or] as const);
  return filters.flatMap((inner, n) => conditionsOf(inner, join(path, `${name}.${n}`)));
}

export function join(path: string, step: string | number): string {
  return path === "" ? String(step) : `${path}.${step}`;
}
