import { z } from "zod";
import { AppError } from "../../platform/errors.ts";
import { bounds, type Condition, conditionsOf, type Filter, join } from "./ast.ts";
import type { FieldDefinition } from "./fields.ts";
import { type Operator, ofMany, operators, presence } from "./kinds.ts";
import * as values from "./values.ts";

/** What is wrong with a filter, and where: `and.2.value.timeZone`. */
export interface FilterProblem {
  path: string;
  message: string;
}

/** The fields that can be asked for in one workspace, by name. */
export type Fields = ReadonlyMap<string, FieldDefinition>;

/** Problems told at a time. */
const mostProblems = 20;

/**
 * The filter a caller means, with nothing in it that cannot be answered.
 * @throws AppError("invalid_input") with `details.reason` "filter" and `details.problems`.
 */
export function checkFilter(given: unknown, fields: Fields): Filter {
  const { filter, problems } = readFilter(given);
  if (filter) problems.push(...problemsOf(filter, fields));
  if (filter && problems.length === 0) return filter;
  throw refusedFilter(problems);
}

export function refusedFilter(problems: readonly FilterProblem[]): AppError {
  const [first] = problems;
  const message = first ? `${first.path || "filter"}: ${first.message}` : "This is no filter";
  return new AppError("invalid_input", message, {
    details: { reason: "filter", problems: problems.slice(0, mostProblems) },
  });
}

/** The operators of a field, `is_set` aside. */
export function operatorsOf({ kind, many }: FieldDefinition): Readonly<Record<string, Operator>> {
  return many ? ofMany : operators[kind];
}

/** What a filter names that is not there, or cannot be asked so. */
export function problemsOf(filter: Filter, fields: Fields): FilterProblem[] {
  return conditionsOf(filter).flatMap(({ condition, path }) =>
    problemsOfCondition(condition, fields).map((one) => ({ ...one, path: join(path, one.path) })),
  );
}

function problemsOfCondition({ field: name, operator, value }: Condition, fields: Fields): FilterProblem[] {
  const field = fields.get(name);
  if (!field) return [{ path: "field", message: `There is no field “${name}”${nearest(name, [...fields.keys()])}` }];
  const known = operatorsOf(field);
  const all = [...Object.keys(known), ...(field.optional ? Object.keys(presence) : [])];
  if (!all.includes(operator)) {
    return [{ path: "operator", message: `${field.label} cannot be asked for “${operator}”: ${all.join(", ")}` }];
  }
  const asked = known[operator];
  if (!asked) return value === undefined ? [] : [{ path: "value", message: `“${operator}” takes no value` }];
  const { error } = schemaOf(field, asked).safeParse(value);
  return (error?.issues ?? []).map((issue) => ({ path: ["value", ...issue.path].join("."), message: issue.message }));
}

/** What a value of this field is. "me" is whoever looks. */
function schemaOf(field: FieldDefinition, { list }: Pick<Operator, "list">): z.ZodType {
  const one = oneValueOf(field);
  return list ? values.listOf(one) : one;
}

function oneValueOf({ kind, choices = [], refers }: FieldDefinition): z.ZodType {
  if (kind === "choice") return values.choiceOf(choices.map(({ value }) => value));
  if (kind === "reference") return refers === "member" ? z.union([z.literal("me"), values.id]) : values.id;
  const { moment, day, number, money, text, boolean } = values;
  return { moment, day, number, money, text, boolean }[kind];
}

/** The structure alone, without recursion into more than the bounds allow: what is given may be nested for ever. */
function readFilter(given: unknown): { filter: Filter | null; problems: FilterProblem[] } {
  const problems: FilterProblem[] = [];
  let conditions = 0;
  const refuse = (path: string, message: string): null => {
    if (problems.length < mostProblems) problems.push({ path, message });
    return null;
  };
  const read = (node: unknown, path: string, depth: number): Filter | null => {
    if (depth > bounds.depth) return refuse(path, `Groups stand in each other at most ${bounds.depth} deep`);
    if (typeof node !== "object" || node === null || Array.isArray(node)) return refuse(path, shape);
    if ("and" in node || "or" in node) return readGroup(node, path, depth);
    if ("not" in node) {
      if (Object.keys(node).length > 1) return refuse(path, shape);
      const inner = read(node.not, join(path, "not"), depth + 1);
      return inner && { not: inner };
    }
    conditions++;
    if (conditions > bounds.conditions) return null;
    const parsed = conditionShape.safeParse(node);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) refuse(join(path, issue.path.join(".")).replace(/\.$/, ""), issue.message);
    return null;
  };
  const readGroup = (node: object, path: string, depth: number): Filter | null => {
    const [name, ...others] = Object.keys(node);
    const inner: unknown = Object.values(node)[0];
    if (others.length > 0 || (name !== "and" && name !== "or")) return refuse(path, shape);
    if (!Array.isArray(inner)) return refuse(join(path, name), "A list of filters");
    const filters: Filter[] = [];
    for (const [n, one] of inner.entries()) {
      if (conditions > bounds.conditions || problems.length >= mostProblems) break;
      const filter = read(one, join(path, `${name}.${n}`), depth + 1);
      if (filter) filters.push(filter);
    }
    return name === "and" ? { and: filters } : { or: filters };
  };
  const filter = read(given, "", 0);
  if (conditions > bounds.conditions) {
    return { filter: null, problems: [{ path: "", message: `A filter has at most ${bounds.conditions} conditions` }] };
  }
  return { filter: problems.length > 0 ? null : filter, problems };
}

const shape = "A filter is {and: […]}, {or: […]}, {not: …} or {field, operator, value}";
const conditionShape = z.strictObject(
  { field: z.string().min(1).max(100), operator: z.string().min(1).max(40), value: z.unknown().optional() },
  {
    error: ({ code }) => (code === "invalid_type" ? shape : undefined),
  },
);

/** " ; did you mean …?" for a slip of the keyboard. */
function nearest(name: string, known: readonly string[]): string {
  const close = known.find((one) => one.length > 3 && distance(one, name.slice(0, 60)) <= 2);
  return close ? `; did you mean “${close}”?` : "";
}

/** Characters to add, leave out or change. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(row[j]! + (letter === b[j] ? 0 : 1), row[j + 1]! + 1, next[j]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
