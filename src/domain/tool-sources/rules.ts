import { createHash } from "node:crypto";
import { AppError } from "../../platform/errors.ts";

export const sourceKinds = ["openapi", "mcp"] as const;
export type SourceKind = (typeof sourceKinds)[number];
/** What the server fills in by itself, whatever a model writes. */
export const boundFacts = [
  "customer.id",
  "customer.name",
  "customer.email",
  "customer.phone",
  "conversation.id",
] as const;
export type BoundFact = (typeof boundFacts)[number];

export const mostSources = 20;
/** Switched on at a time, of all sources: models choose badly among more. */
export const mostToolsOn = 40;

export type ToolCredentials =
  | { type: "bearer"; token: string }
  | { type: "basic"; user: string; password: string }
  | { type: "header"; name: string; value: string }
  | { type: "query"; name: string; value: string }
  | OAuthCredentials;

/** What a person who logged in at the server brought back. */
export interface OAuthCredentials {
  type: "oauth";
  /** Null: nobody is logged in there. */
  access: string | null;
  refresh: string | null;
  /** ISO; null: it does not say. */
  endsAt: string | null;
  /** Where one logs in, and as which client; only the adapter reads it. */
  home: Record<string, unknown>;
}

/** How far a person's login at the server has come; `ended`: it has to be done again. */
export const authorizations = ["needed", "granted", "ended"] as const;

/** Something a server can do, as it describes it. */
export interface OfferedTool {
  /** Its own name for it, the same from one reading to the next. */
  key: string;
  title: string;
  description: string;
  /** JSON Schema of an object. */
  schema: Record<string, unknown>;
  isRead: boolean;
  operation: Record<string, unknown>;
}

export interface Offer {
  title: string;
  baseUrl: string;
  tools: readonly OfferedTool[];
  leftOut: string[];
}

/** What is pinned when a merchant switches a tool on: all a model is told of it, and all that decides what is called. */
export function hashOf({ description, schema, isRead, operation }: Omit<OfferedTool, "key" | "title">): string {
  return createHash("sha256").update(canonical({ description, schema, isRead, operation })).digest("hex");
}

/** One text for one value, in whichever order its names were written. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

const longestName = 64;

/** What models call a tool: few characters, and no other tool's name. */
export function nameFor(
  source: string,
  { title, key }: Pick<OfferedTool, "title" | "key">,
  taken: ReadonlySet<string>,
) {
  const whole = `${plain(source).slice(0, 20) || "tool"}_${plain(title) || "call"}`;
  // Nor one that differs from it in capitals alone: a model takes one for the other.
  const isFree = (name: string) => !taken.has(name) && !taken.has(name.toLowerCase());
  if (whole.length <= longestName && isFree(whole)) return whole;
  const mark = createHash("sha256").update(key).digest("hex");
  for (let length = 6; length < mark.length; length += 2) {
    const name = `${whole.slice(0, longestName - length - 1)}_${mark.slice(0, length)}`;
    if (isFree(name)) return name;
  }
  throw new AppError("bug", `There is no name left for the tool ${key}`);
}

function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[^a-zA-Z0-9_-]+/g, "_")
    .replace(/^_+|_+$/g, "");
}

/** Of a tool's arguments, by name. */
export function propertiesOf({ properties }: Record<string, unknown>): Record<string, unknown> {
  // Kept by us, as the adapter made it.
  return (properties ?? {}) as Record<string, unknown>;
}

/** The arguments a model may fill in. */
export function schemaForModel(
  schema: Record<string, unknown>,
  bound: Readonly<Record<string, BoundFact>>,
): Record<string, unknown> {
  const properties = Object.entries(propertiesOf(schema)).filter(([name]) => !Object.hasOwn(bound, name));
  const required = Array.isArray(schema.required) ? schema.required.filter((name) => !Object.hasOwn(bound, name)) : [];
  return { ...schema, properties: Object.fromEntries(properties), required };
}

/**
 * The arguments a call is made with: what is bound comes from the server, whatever the model wrote there; what the tool
 * does not know is left out.
 * @throws AppError("invalid_input") when something bound is not known of the customer.
 */
export function bindArguments(
  { schema, bound }: { schema: Record<string, unknown>; bound: Readonly<Record<string, BoundFact>> },
  given: Readonly<Record<string, unknown>>,
  facts: Readonly<Record<BoundFact, string | null>>,
): Record<string, unknown> {
  const free = propertiesOf(schemaForModel(schema, bound));
  const args = Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(free, name)));
  for (const [name, fact] of Object.entries(bound)) {
    const value = facts[fact];
    if (value === null) throw new AppError("invalid_input", `${fact.replace(".", "'s ")} is not known`);
    args[name] = value;
  }
  return args;
}

/** @throws AppError("invalid_input") for a name that no argument has. */
export function checkBound(schema: Record<string, unknown>, bound: Readonly<Record<string, BoundFact>>): void {
  const unknown = Object.keys(bound).find((name) => !Object.hasOwn(propertiesOf(schema), name));
  if (unknown === undefined) return;
  throw new AppError("invalid_input", `The tool has no argument ${unknown}`, { details: { field: "bound" } });
}
