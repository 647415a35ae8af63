import type { OfferedTool } from "../contract-tools.ts";
import { cleanText, isRecord } from "./clean-text.ts";
import type { OpenApiDocument } from "./openapi-document.ts";
import type { Operation, Place } from "./openapi-operation.ts";
import { isName, newBudget, plainSchema, pointedAt, refuseTooLong, SchemaTooLarge } from "./plain-schema.ts";

const methods = ["get", "post", "put", "patch", "delete"] as const;
const mostTools = 300;
/** A model may fill in these and no others: the rest decide who asks, or how the connection works. */
const allowedHeader = /^(?:x-[a-z0-9-]+|accept-language|prefer|if-match|if-none-match)$/i;

/** Every operation of a document as a tool, with what cannot be offered and why. */
export function operationsIn(
  document: OpenApiDocument,
  secretNames: readonly string[],
): { tools: OfferedTool[]; leftOut: string[] } {
  const tools: OfferedTool[] = [];
  const leftOut: string[] = [];
  for (const [path, given] of Object.entries(document.paths)) {
    const item = resolved(document, given);
    if (!isRecord(item) || !path.startsWith("/")) continue;
    for (const method of methods.filter((one) => isRecord(item[one]))) {
      const key = cleanText(`${method.toUpperCase()} ${path}`, 200);
      if (tools.length >= mostTools) return { tools, leftOut: [...leftOut, `The rest: more than ${mostTools} tools`] };
      const found = toolOf(document, { item, method, path, key, secretNames });
      if (typeof found !== "string") tools.push(found);
      else if (leftOut.length < mostTools) leftOut.push(`${key}: ${found}`);
    }
  }
  return { tools, leftOut };
}

interface Found {
  item: Record<string, unknown>;
  method: (typeof methods)[number];
  path: string;
  key: string;
  secretNames: readonly string[];
}

/** @returns why not, in place of the tool. */
function toolOf(document: OpenApiDocument, { item, method, path, key, secretNames }: Found): OfferedTool | string {
  const operation = item[method] as Record<string, unknown>;
  const args = openArguments();
  const budget = newBudget();
  try {
    for (const parameter of parametersOf(document, item, operation)) {
      const place = String(parameter.in);
      const name = String(parameter.name);
      if (secretNames.includes(name.toLowerCase()) || place === "cookie") continue;
      if (place === "header" && !allowedHeader.test(name)) continue;
      if (place !== "path" && place !== "query" && place !== "header") continue;
      const schema = plainSchema(document, parameter.schema ?? contentSchema(document, parameter) ?? {}, budget);
      const description = cleanText(parameter.description, 300);
      const isRequired = place === "path" || parameter.required === true;
      args.add(place, name, { ...schema, ...(description && { description }) }, isRequired);
    }
    const problem = addBody(document, operation, args, budget);
    if (problem) return problem;
    refuseTooLong(args.schema());
  } catch (error) {
    if (error instanceof SchemaTooLarge) return "its arguments are described at too great length";
    throw error;
  }
  const missing = [...path.matchAll(/\{([^}]*)\}/g)].find(([, name]) => !args.has("path", name!));
  if (missing) return `its address has ${cleanText(missing[0], 60)}, which is not described`;
  const { summary, description, operationId } = operation;
  const words = [cleanText(summary, 200), cleanText(description, 800)].filter((text) => text !== "");
  return {
    key,
    title: cleanText(operationId, 100) || key,
    description: [...new Set(words)].join(". ").slice(0, 1000) || key,
    schema: args.schema(),
    isRead: method === "get",
    operation: { method, path, places: args.places } satisfies Operation,
  };
}

/** Those of the path and of the operation, which win over them. */
function parametersOf(document: OpenApiDocument, ...holders: Record<string, unknown>[]): Record<string, unknown>[] {
  const all = holders.flatMap(({ parameters }) => (Array.isArray(parameters) ? parameters.slice(0, 100) : []));
  const known = new Map<string, Record<string, unknown>>();
  for (const one of all) {
    const parameter = resolved(document, one);
    if (isRecord(parameter) && typeof parameter.name === "string")
      known.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...known.values()];
}

/** A body of JSON: its fields beside the other arguments where it is a plain object, else as one argument. */
function addBody(
  document: OpenApiDocument,
  operation: Record<string, unknown>,
  args: Arguments,
  budget: ReturnType<typeof newBudget>,
): string | null {
  const body = resolved(document, operation.requestBody);
  if (!isRecord(body)) return null;
  const given = contentSchema(document, body);
  if (given === undefined) return "it does not take JSON";
  const schema = plainSchema(document, given, budget);
  const isRequired = body.required === true;
  const { properties } = schema;
  const isPlain = isRecord(properties) && !schema.anyOf && !schema.allOf && Object.keys(properties).length <= 60;
  if (!isPlain) args.add("whole body", "body", schema, isRequired);
  else {
    const required = Array.isArray(schema.required) ? schema.required : [];
    for (const [name, one] of Object.entries(properties))
      args.add("body", name, one as Record<string, unknown>, isRequired && required.includes(name));
  }
  return null;
}

function contentSchema(document: OpenApiDocument, { content }: Record<string, unknown>): unknown {
  if (!isRecord(content)) return undefined;
  const json = Object.entries(content).find(([type]) => /^application\/(?:[\w.-]+\+)?json\b/i.test(type));
  const media = json && resolved(document, json[1]);
  return isRecord(media) ? (media.schema ?? {}) : undefined;
}

/** What is meant, where something stands elsewhere in the document. */
function resolved(document: OpenApiDocument, given: unknown): unknown {
  let at = given;
  for (let step = 0; step < 10 && isRecord(at) && typeof at.$ref === "string"; step++)
    at = pointedAt(document, at.$ref);
  return at;
}

interface Arguments {
  places: Place[];
  add(place: Place["in"], name: string, schema: Record<string, unknown>, isRequired: boolean): void;
  has(place: Place["in"], name: string): boolean;
  schema(): Record<string, unknown>;
}

/** What a model fills in, and where each of it goes. */
function openArguments(): Arguments {
  const places: Place[] = [];
  const properties: Record<string, unknown> = {};
  const required: string[] = [];
  const isFree = (argument: string) => isName(argument) && !Object.hasOwn(properties, argument);
  return {
    places,
    add(place, name, schema, isRequired) {
      const argument = nameFor(name, place, isFree);
      places.push({ argument, in: place, name });
      properties[argument] = schema;
      if (isRequired) required.push(argument);
    },
    has: (place, name) => places.some((one) => one.in === place && one.name === name),
    schema: () => ({ type: "object", properties, required, additionalProperties: false }),
  };
}

/** Providers of models take few characters, and two places may have the same name. */
function nameFor(name: string, place: Place["in"], isFree: (argument: string) => boolean): string {
  const plain = isName(name) ? name : name.replace(/[^a-zA-Z0-9_.-]+/g, "_").slice(0, 50) || "value";
  if (isFree(plain)) return plain;
  const inPlace = `${plain.slice(0, 50)}_${place.replace(" ", "_")}`;
  let argument = inPlace;
  for (let n = 2; !isFree(argument); n++) argument = `${inPlace.slice(0, 55)}_${n}`;
  return argument;
}
