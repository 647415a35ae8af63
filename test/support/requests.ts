import fc from "fast-check";
import { z } from "zod";
import { type Endpoint, pathParameters } from "../../src/api/endpoint.ts";
import { v1 } from "../../src/api/v1/index.ts";

export interface NamedEndpoint {
  name: string;
  endpoint: Endpoint;
}

/** Every endpoint there is: what is tested over this list grows by itself. */
export const endpoints: NamedEndpoint[] = Object.entries(v1).map(([name, endpoint]) => ({ name, endpoint }));

/** The path with these values; encoded, so that any text can stand in it. */
export function pathOf({ path }: Endpoint, values: Record<string, unknown>): string {
  const known: Record<string, unknown> = { channel: "email", purpose: "reply", ...values };
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(known[name])));
}

/** What stands in the query or the body of an endpoint, as JSON schemas by name. */
export function fieldsOf(endpoint: Endpoint): Record<string, JsonSchema> {
  const names = new Set(pathParameters(endpoint.path));
  const schema = z.toJSONSchema(endpoint.input, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => !names.has(name)));
}

export function requiredOf(endpoint: Endpoint): Set<string> {
  return new Set(
    (z.toJSONSchema(endpoint.input, { io: "input", unrepresentable: "any" }) as JsonSchema).required ?? [],
  );
}

/** The part of JSON Schema that our inputs use. */
interface JsonSchema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
}

/** Values the schema allows. Ids are taken from `known` or made up. */
function valid(name: string, schema: JsonSchema, known: Record<string, string>): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => valid(name, one, known)));
  if (schema.format === "uuid") return fc.oneof(fc.constant(known[name] ?? Object.values(known)[0]), fc.uuid());
  if (schema.format === "email") return fc.constantFrom("someone@mail.example", "a.b+c@staff.example");
  switch (schema.type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return fc.integer({ min: Math.max(schema.minimum ?? 0, 0), max: Math.min(schema.maximum ?? 1e9, 1e9) });
    case "array":
      return fc.array(valid(name, schema.items ?? {}, known), { minLength: schema.minItems ?? 0, maxLength: 3 });
    case "string":
      return fc.string({
        minLength: schema.minLength ?? 0,
        maxLength: Math.min(schema.maxLength ?? 60, 60),
        unit: "grapheme",
      });
    default:
      return fc.anything({ maxDepth: 1 });
  }
}

/** Whole inputs the schema allows; optional fields come and go. */
export function validInput(endpoint: Endpoint, known: Record<string, string>): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(fieldsOf(endpoint)).map(
    ([name, schema]) => [name, valid(name, schema, known)] as const,
  );
  const requiredKeys = [...requiredOf(endpoint)].filter((name) => fields.some(([field]) => field === name));
  return fc.record(Object.fromEntries(fields), { requiredKeys });
}

/** What breaks parsers, databases and assumptions. */
const nasty = fc.constantFrom<unknown>(
  ...["", " ", "\0", "a\0b", "\ud800", "\u202e", "%00", "../../etc/passwd", "' or 1=1 --", "{{7*7}}", "x".repeat(5000)],
  ...[
    "NaN",
    "-1",
    "0",
    "1e309",
    "99999999999999999999",
    "0x10",
    "true",
    "null",
    "undefined",
    "[object Object]",
    "__proto__",
  ],
  ...["00000000-0000-0000-0000-000000000000", "not-a-uuid", "2026-13-45T99:99:99Z", "eyJhIjoxfQ.AAAA", "."],
  ...[null, true, false, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, [], {}, [null], { a: { b: [] } }, ["a", "b"]],
  { __proto__: null, constructor: { prototype: {} }, toString: 1 },
);
export const hostileValue = fc.oneof(
  nasty,
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A valid input with something wrong in it: another value, several, one too many, or nothing of it. */
export function hostileInput(endpoint: Endpoint, known: Record<string, string>): fc.Arbitrary<unknown> {
  const fields = Object.keys(fieldsOf(endpoint));
  const names = [...fields, ...pathParameters(endpoint.path), "unknown", "__proto__"];
  const spoil = (among: readonly string[], count: { minLength: number; maxLength: number }) =>
    fc
      .tuple(validInput(endpoint, known), fc.array(fc.tuple(fc.constantFrom(...among), hostileValue), count))
      .map(([input, spoilers]) => Object.fromEntries([...Object.entries(input), ...spoilers]));
  return fc.oneof(
    { weight: 5, arbitrary: spoil(fields.length > 0 ? fields : names, { minLength: 1, maxLength: 1 }) },
    { weight: 2, arbitrary: spoil(names, { minLength: 0, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  );
}
