import type { Facts } from "./facts.ts";
import type { JsonSchema } from "./turn.ts";
import type { Reply } from "./write-reply.ts";

export interface Known {
  reply: Reply;
  facts: Facts;
}

/** A value that fits a JSON schema, with the reply and its sources where their names say they belong. */
export function fillSchema(schema: JsonSchema, known: Known): unknown {
  const properties = fieldsOf(schema.properties);
  const strings = Object.keys(properties).filter((name) => typesOf(fieldsOf(properties[name])).includes("string"));
  const main = strings.find((name) => replyName.test(name)) ?? strings[0] ?? "";
  return fill(schema, "", { ...known, root: schema, main });
}

interface Filling extends Known {
  root: JsonSchema;
  /** The property that takes the reply. */
  main: string;
}

const replyName = /^(?:reply|body|draft|answer|text|message|content)/i;

function fill(schema: JsonSchema, name: string, filling: Filling): unknown {
  const resolved = resolve(schema, filling.root);
  const { const: fixed, enum: choices } = resolved;
  if (fixed !== undefined) return fixed;
  if (Array.isArray(choices)) return choices.includes(filling.reply.intent) ? filling.reply.intent : choices[0];
  const types = typesOf(resolved);
  if (types.includes("object")) return fillObject(resolved, filling);
  if (types.includes("array")) return fillArray(resolved, name, filling);
  if (types.includes("string")) return fillString(name, types.includes("null"), filling);
  if (types.includes("boolean"))
    return /escalat|hand|person|human|unsure|review/i.test(name) && filling.reply.needsPerson;
  if (types.includes("number") || types.includes("integer")) return number(resolved, name, filling.reply.needsPerson);
  return null;
}

function fillObject(schema: JsonSchema, filling: Filling): unknown {
  const properties = Object.entries(fieldsOf(schema.properties));
  return Object.fromEntries(properties.map(([name, property]) => [name, fill(fieldsOf(property), name, filling)]));
}

function fillArray(schema: JsonSchema, name: string, filling: Filling): unknown[] {
  if (!/source|citation|reference|evidence|used/i.test(name)) return [];
  const item = resolve(fieldsOf(schema.items), filling.root);
  const sources = sourcesOf(filling);
  if (typesOf(item).includes("string")) return sources.map(({ id }) => id);
  const properties = Object.entries(fieldsOf(item.properties));
  return sources.flatMap((source) => {
    const { enum: kinds } = resolve(
      fieldsOf(fieldsOf(item.properties).kind ?? fieldsOf(item.properties).type),
      filling.root,
    );
    if (Array.isArray(kinds) && !kinds.includes(source.kind)) return [];
    return [
      Object.fromEntries(
        properties.map(([key, property]) => [key, sourceField(source, key) ?? fill(fieldsOf(property), key, filling)]),
      ),
    ];
  });
}

function sourcesOf({ reply, facts }: Known) {
  const last = facts.messages.at(-1);
  const order = reply.order?.id ? [{ kind: "order", id: reply.order.id, label: `Order ${reply.order.name}` }] : [];
  const { article } = reply;
  const told = article ? [{ kind: "article", id: article.id, label: article.title }] : [];
  const message = last?.id ? [{ kind: "message", id: last.id, label: "The customer's message" }] : [];
  return [...order, ...told, ...message];
}

function sourceField(source: { kind: string; id: string; label: string }, key: string): string | undefined {
  if (/^(?:kind|type)$/i.test(key)) return source.kind;
  if (/id$|^ref/i.test(key)) return source.id;
  return /label|title|name/i.test(key) ? source.label : undefined;
}

function fillString(name: string, nullable: boolean, { reply, main }: Filling): string | null {
  if (name === main || main === "") return reply.text;
  if (/language|locale/i.test(name)) return "en";
  if (/reason|summary|rationale|note/i.test(name)) {
    return reply.needsPerson
      ? "A person has to decide this; written by rules, not by a language model."
      : nullable
        ? null
        : "Written by rules from the order data.";
  }
  return nullable ? null : "";
}

function number(schema: JsonSchema, name: string, needsPerson: boolean): number {
  if (/confiden|certain|score/i.test(name)) return needsPerson ? 0.3 : 0.7;
  return typeof schema.minimum === "number" ? schema.minimum : 0;
}

/** Follows `$ref` and takes the first branch that is not null. */
function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const { $ref, anyOf, oneOf } = schema;
  if (typeof $ref === "string") {
    const target = $ref.replace(/^#\/?/, "").split("/").filter(Boolean);
    return resolve(
      target.reduce((at, key) => fieldsOf(at[key]), root),
      root,
    );
  }
  const branches = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : [];
  const branch = branches.map(fieldsOf).find((each) => !typesOf(each).includes("null")) ?? branches.map(fieldsOf)[0];
  return branch ? resolve(branch, root) : schema;
}

function typesOf(schema: JsonSchema): unknown[] {
  const { type, properties } = schema;
  if (Array.isArray(type)) return type;
  return type === undefined && properties !== undefined ? ["object"] : [type];
}

function fieldsOf(value: unknown): JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
