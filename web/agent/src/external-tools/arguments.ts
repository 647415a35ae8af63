/** One thing a tool is told, as a person can read and fill it in. */
export interface Argument {
  name: string;
  description: string;
  /** "text", "number"… */
  type: string;
  isRequired: boolean;
  /** What it may be, where that is a closed list. */
  choices: string[] | null;
}

const typeNames: Record<string, string> = {
  string: "text",
  number: "number",
  integer: "whole number",
  boolean: "yes or no",
  array: "list",
  object: "group of values",
};

/** @param schema JSON Schema of an object, as the API tells it. */
export function argumentsOf(schema: Record<string, unknown>): Argument[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(properties)
    .map(([name, one]) => argumentOf(name, isObject(one) ? one : {}, required.includes(name)))
    .toSorted((a, b) => Number(b.isRequired) - Number(a.isRequired));
}

function argumentOf(name: string, schema: Record<string, unknown>, isRequired: boolean): Argument {
  const [type] = [schema.type].flat().filter((one) => one !== "null");
  const values = Array.isArray(schema.enum) ? schema.enum : null;
  const choices = values?.every((value) => typeof value === "string") ? values : null;
  const description = typeof schema.description === "string" ? schema.description : "";
  return { name, description, type: typeNames[String(type)] ?? "any value", isRequired, choices };
}

/** "text, must be said". */
export function typeText({ type, isRequired, choices }: Argument): string {
  const what = choices ? `one of ${choices.join(", ")}` : type;
  return isRequired ? `${what}, must be said` : what;
}

/** What a person wrote, as the tool takes it; undefined: left out. @throws TypeError with what is to be written instead. */
export function readArgument({ type }: Pick<Argument, "type">, written: string): unknown {
  if (written.trim() === "") return undefined;
  if (type === "text") return written;
  if (type === "yes or no") return written === "yes";
  const value = jsonOr(written);
  if (type.endsWith("number") && typeof value !== "number") throw new TypeError(`Write a ${type}`);
  if (type === "list" && !Array.isArray(value)) throw new TypeError('Write a list: ["one", "two"]');
  if (type === "group of values" && !isObject(value)) throw new TypeError('Write a group of values: {"name": "value"}');
  return value;
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
