import { AppError } from "../../platform/errors.ts";
import { type Field, type FieldOption, fields } from "./tables.ts";

export const fieldEntities = fields.entity.enumValues;
export const fieldTypes = fields.type.enumValues;
export type FieldEntity = Field["entity"];
export const fieldKeyPattern = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
/** Characters, as JavaScript counts them. */
export const longest = { key: 50, label: 100, text: 500, textKey: 200 } as const;
/** Of an entity in a workspace, archived ones included. */
export const mostFields = 100;
/** Of a field, archived ones included. */
export const mostOptions = 200;

/** A choice as a person writes it. */
export type OptionWording = Pick<FieldOption, "value" | "label">;

/** @throws AppError("invalid_input") with `details.field`. */
export function checkKey(key: string): string {
  if (key.length <= longest.key && fieldKeyPattern.test(key)) return key;
  throw refused("key", "A key is lower-case words joined by underscores: order_number");
}

/** @throws AppError("invalid_input") with `details.field`. */
export function checkLabel(given: string): string {
  const label = given.trim();
  if (label !== "" && label.length <= longest.label && isPlain(label)) return label;
  throw refused("label", `A label has 1 to ${longest.label} characters and no control characters`);
}

/**
 * The options as they are kept: those wanted, then archived what is wanted no more, so that a value already chosen
 * keeps its label.
 * @throws AppError("invalid_input") with `details.field`.
 */
export function checkOptions(
  type: Field["type"],
  wanted: readonly OptionWording[],
  before: readonly FieldOption[] = [],
): FieldOption[] {
  if (!isSelect(type)) {
    if (wanted.length === 0) return [];
    throw refused("options", `A ${type} field has no options`);
  }
  if (wanted.length === 0) throw refused("options", "A select field has at least one option");
  const values = new Set(wanted.map(({ value }) => value));
  if (values.size < wanted.length) throw refused("options", "Two options have the same value");
  const kept = wanted.map(({ value, label }) => ({
    value: checkValue(value),
    label: checkLabel(label),
    archived: false,
  }));
  const dropped = before.filter(({ value }) => !values.has(value)).map((option) => ({ ...option, archived: true }));
  const options = [...kept, ...dropped];
  if (options.length <= mostOptions) return options;
  throw refused("options", `A field has at most ${mostOptions} options, archived ones included`);
}

function isSelect(type: Field["type"]): boolean {
  return type === "select" || type === "multi_select";
}

function checkValue(value: string): string {
  if (value.length <= longest.key && fieldKeyPattern.test(value)) return value;
  throw refused("options", "An option's value is lower-case words joined by underscores: in_transit");
}

function isPlain(text: string): boolean {
  return !/\p{Cc}/u.test(text) && text.isWellFormed();
}

function refused(field: string, message: string): AppError {
  return new AppError("invalid_input", message, { details: { field } });
}

export function unknownField(key: string): AppError {
  const field = key.slice(0, 60);
  return new AppError("invalid_input", `There is no field “${field}”`, { details: { field } });
}

export function archivedField({ key, label }: Field): AppError {
  return new AppError("conflict", `The field “${label}” is archived: it can be emptied, or restored first`, {
    details: { reason: "archived", field: key },
  });
}
