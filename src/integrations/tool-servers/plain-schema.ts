import { cleanText, holdsUnseen, isRecord } from "./clean-text.ts";

/** Of one tool's arguments. References that lead to each other can make a small document endless. */
const mostNodes = 1500;
const deepest = 12;
const mostValues = 200;

/** Characters of the same. */
const longest = 20_000;

/** The arguments are described at such length that no model could read them. */
export class SchemaTooLarge extends Error {}

/** How far one schema has come; shared by all its parts. */
interface Budget {
  left: number;
}

/**
 * A schema of JSON Schema or OpenAPI 3.0 as plain JSON Schema: references put in their place, and of the rest what
 * models and we understand. Where a reference leads back to itself, anything may stand. Patterns are left out: they are
 * programs of strangers.
 *
 * @param root what `#/…` counts from.
 * @throws SchemaTooLarge
 */
export function plainSchema(root: unknown, schema: unknown, budget: Budget = newBudget()): Record<string, unknown> {
  return plain({ root, budget, refs: [], depth: 0 }, schema);
}

export const newBudget = (): Budget => ({ left: mostNodes });

/** @throws SchemaTooLarge */
export function refuseTooLong(schema: Record<string, unknown>): void {
  if (JSON.stringify(schema).length > longest) throw new SchemaTooLarge();
}

interface At {
  root: unknown;
  budget: Budget;
  /** Those we are inside of. */
  refs: readonly string[];
  depth: number;
}

function plain(at: At, given: unknown): Record<string, unknown> {
  if (--at.budget.left < 0) throw new SchemaTooLarge();
  if (!isRecord(given) || at.depth > deepest) return {};
  if (typeof given.$ref === "string") {
    if (at.refs.includes(given.$ref)) return {};
    return plain({ ...at, refs: [...at.refs, given.$ref] }, pointedAt(at.root, given.$ref));
  }
  const deeper = { ...at, depth: at.depth + 1 };
  return { ...wordsOf(given), ...boundsOf(given), ...partsOf(deeper, given) };
}

function wordsOf(given: Record<string, unknown>): Record<string, unknown> {
  const description = cleanText(given.description, 300);
  const type = typeOf(given);
  const values = Array.isArray(given.enum) ? given.enum.filter(isPlainValue).slice(0, mostValues) : [];
  return {
    ...(type !== undefined && { type }),
    ...(description && { description }),
    ...(values.length > 0 && { enum: given.nullable === true ? [...new Set([...values, null])] : values }),
    ...(isPlainValue(given.const) && { const: given.const }),
    ...(typeof given.format === "string" && /^[\w-]{1,30}$/.test(given.format) && { format: given.format }),
  };
}

const types = new Set(["string", "number", "integer", "boolean", "object", "array", "null"]);

function typeOf({ type, nullable }: Record<string, unknown>): string | string[] | undefined {
  const named = [type].flat().filter((one): one is string => typeof one === "string" && types.has(one));
  const all = nullable === true && named.length > 0 ? [...new Set([...named, "null"])] : named;
  return all.length > 1 ? all : all[0];
}

const bounds = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"];

function boundsOf(given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(bounds.flatMap((name) => (Number.isFinite(given[name]) ? [[name, given[name]]] : [])));
}

function partsOf(at: At, given: Record<string, unknown>): Record<string, unknown> {
  const parts: Record<string, unknown> = {};
  if (isRecord(given.properties)) {
    const entries = Object.entries(given.properties).filter(([name, one]) => isName(name) && !isReadOnly(at.root, one));
    const properties = Object.fromEntries(entries.map(([name, one]) => [name, plain(at, one)]));
    const required = Array.isArray(given.required)
      ? given.required.filter((one) => Object.hasOwn(properties, one))
      : [];
    Object.assign(parts, { properties, ...(required.length > 0 && { required: [...new Set(required)] }) });
  }
  if (given.items !== undefined) parts.items = plain(at, given.items);
  if (isRecord(given.additionalProperties)) parts.additionalProperties = plain(at, given.additionalProperties);
  else if (given.additionalProperties === false) parts.additionalProperties = false;
  for (const name of ["anyOf", "oneOf", "allOf"]) {
    const list = given[name];
    // What models are asked with knows "one of" as "any of".
    if (Array.isArray(list) && list.length > 0)
      parts[name === "oneOf" ? "anyOf" : name] = list.map((one) => plain(at, one));
  }
  return parts;
}

/** What providers of models take as the name of an argument. */
export function isName(name: string): boolean {
  return /^[a-zA-Z0-9_.-]{1,64}$/.test(name) && name !== "__proto__";
}

function isReadOnly(root: unknown, schema: unknown): boolean {
  const meant = isRecord(schema) && typeof schema.$ref === "string" ? pointedAt(root, schema.$ref) : schema;
  return isRecord(meant) && meant.readOnly === true;
}

/** Values cannot be cleaned as words are: they would be others. Who agrees to a tool has seen all of them. */
function isPlainValue(value: unknown): value is string | number | boolean | null {
  if (typeof value === "string") return value.length <= 200 && !holdsUnseen(value);
  return value === null || /^(number|boolean)$/.test(typeof value);
}

/** What `#/components/schemas/Order` names; undefined for what is not there, or stands in another document. */
export function pointedAt(root: unknown, ref: string): unknown {
  if (!ref.startsWith("#/")) return ref === "#" ? root : undefined;
  let at = root;
  for (const part of ref.slice(2).split("/")) {
    const name = decoded(part).replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
