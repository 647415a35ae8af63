import { AppError } from "../../platform/errors.ts";
import { fold } from "../../platform/fold.ts";
import { longest } from "./rules.ts";
import type { Field, FieldValueRow } from "./tables.ts";

/** Text, a number, yes or no, a day ("2026-03-01"), an option's value, or several of them. */
export type FieldValue = string | number | boolean | string[];
type StoredValue = Pick<FieldValueRow, "text" | "textKey" | "number" | "date" | "boolean">;

const empty: StoredValue = { text: null, textKey: null, number: null, date: null, boolean: null };
/** Beyond, neighbouring whole numbers cannot be told apart. */
const greatestNumber = Number.MAX_SAFE_INTEGER;

/**
 * The value as it is kept; null for one that says nothing. An option out of use is taken only if it was chosen before.
 * @throws AppError("invalid_input") with `details.field` (the key) for what is no value of this field.
 */
export function checkFieldValue(field: Field, given: unknown, before: FieldValue | null): FieldValue | null {
  if (given === null || given === "" || (Array.isArray(given) && given.length === 0)) return null;
  switch (field.type) {
    case "text":
      return checkText(field, given);
    case "number":
      if (typeof given === "number" && Math.abs(given) <= greatestNumber) return given === 0 ? 0 : given;
      throw refused(field, "is a number");
    case "boolean":
      if (typeof given === "boolean") return given;
      throw refused(field, "is true or false");
    case "date":
      if (typeof given === "string" && isDay(given)) return given;
      throw refused(field, "is a day of the calendar: 2026-03-01");
    case "select":
      return checkOption(field, given, before);
    case "multi_select":
      if (!Array.isArray(given)) throw refused(field, "is a list of options");
      return [...new Set(given.map((one) => checkOption(field, one, before)))];
  }
}

export function sameValue(one: FieldValue | null, other: FieldValue | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** One row per chosen option, otherwise one. */
export function toRows(field: Field, value: FieldValue | null): StoredValue[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.map((text) => ofText(text));
  if (typeof value === "number") return [{ ...empty, number: value }];
  if (typeof value === "boolean") return [{ ...empty, boolean: value }];
  return [field.type === "date" ? { ...empty, date: value } : ofText(value)];
}

/** What a text is compared by: without case and accents, and no longer than fits into an index. */
export function textKeyOf(text: string): string {
  return fold(text).slice(0, longest.textKey);
}

/** The rows of one field, in order of place. */
export function fromRows(type: Field["type"], rows: readonly StoredValue[]): FieldValue | null {
  if (type === "multi_select") return rows.length === 0 ? null : rows.flatMap(({ text }) => text ?? []);
  const [row] = rows;
  return row ? (row.text ?? row.number ?? row.date ?? row.boolean) : null;
}

function ofText(text: string): StoredValue {
  return { ...empty, text, textKey: textKeyOf(text) };
}

function checkText(field: Field, given: unknown): string | null {
  if (typeof given !== "string") throw refused(field, "is text");
  const text = given.trim();
  if (text.length > longest.text) throw refused(field, `has at most ${longest.text} characters`);
  if (text.includes("\0") || !text.isWellFormed()) throw refused(field, "may not hold NUL or broken Unicode");
  return text === "" ? null : text;
}

function checkOption(field: Field, given: unknown, before: FieldValue | null): string {
  const option = field.options.find(({ value }) => value === given);
  if (!option) {
    const known = field.options.filter(({ archived }) => !archived).map(({ value }) => value);
    throw refused(field, `has no such option; it has ${known.slice(0, 20).join(", ")}`);
  }
  const had = Array.isArray(before) ? before.includes(option.value) : before === option.value;
  if (option.archived && !had) throw refused(field, `can no longer be “${option.label}”: the option is archived`);
  return option.value;
}

/** Years of four digits, as the calendar has them: no 30 February, no year 0. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith("0000")) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function refused({ key, label }: Field, message: string): AppError {
  return new AppError("invalid_input", `${label} ${message}`, { details: { field: key } });
}
