import { z } from "zod";
import { ProviderRejected } from "../../platform/errors.ts";
import type { ToolCall } from "../contract-tools.ts";
import { signIn } from "./credentials.ts";

const operationShape = z.object({
  method: z.enum(["get", "post", "put", "patch", "delete"]),
  path: z.string(),
  places: z.array(
    z.object({
      /** As the model calls it. */
      argument: z.string(),
      in: z.enum(["path", "query", "header", "body", "whole body"]),
      name: z.string(),
    }),
  ),
});
export type Operation = z.infer<typeof operationShape>;
export type Place = Operation["places"][number];

export interface OperationRequest {
  method: string;
  /** With the secret, if it stands in the address. */
  url: URL;
  headers: Record<string, string>;
  body: unknown;
}

/**
 * The request of a call.
 * @throws ProviderRejected when an argument would make another request of it.
 */
export function requestOf({ baseUrl, credentials, operation, args, onceKey }: ToolCall): OperationRequest {
  const { method, path, places } = operationShape.parse(operation);
  const given = places.filter(({ argument }) => args[argument] !== undefined);
  const at = (place: Place["in"]) => given.filter((one) => one.in === place);
  const url = urlOf(baseUrl, path, (name) => {
    const found = at("path").find((one) => one.name === name);
    return found ? pathPart(found.argument, args[found.argument]) : "";
  });
  for (const { name, argument } of at("query"))
    for (const value of [args[argument]].flat()) url.searchParams.append(name, written(value));
  const { headers: secretHeaders, query } = signIn(credentials);
  for (const [name = "", value = ""] of query) url.searchParams.set(name, value);
  const fields = Object.fromEntries(at("body").map(({ name, argument }) => [name, args[argument]]));
  const whole = at("whole body")[0];
  const hasBody = places.some((one) => one.in === "body" || one.in === "whole body");
  const body = whole ? args[whole.argument] : hasBody ? fields : undefined;
  return {
    ...{ method: method.toUpperCase(), url, body },
    headers: {
      ...Object.fromEntries(at("header").map(({ name, argument }) => [name, headerValue(argument, args[argument])])),
      ...{ accept: "application/json", "user-agent": "Parley" },
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(onceKey !== null && { "idempotency-key": onceKey }),
      ...secretHeaders,
    },
  };
}

/** Stays under the base, whatever the arguments hold. */
function urlOf(baseUrl: string, path: string, fillIn: (name: string) => string): URL {
  const filled = path.replace(/\{([^}]*)\}/g, (_, name: string) => fillIn(name));
  const base = new URL(baseUrl);
  const url = new URL(baseUrl + filled.replace(/[?#].*$/, ""));
  const root = base.pathname.endsWith("/") ? base.pathname : `${base.pathname}/`;
  if (url.origin !== base.origin || !url.pathname.startsWith(root))
    throw new ProviderRejected("The address would lead away from the server");
  return url;
}

function pathPart(argument: string, value: unknown): string {
  const text = written(value);
  if (text === "" || /^\.{1,2}$/.test(text)) throw new ProviderRejected(`${argument} cannot stand in an address`);
  return encodeURIComponent(text);
}

function headerValue(argument: string, value: unknown): string {
  const text = written(value);
  if (!/^[\x20-\x7e]{0,1000}$/.test(text)) throw new ProviderRejected(`${argument} cannot stand in a header`);
  return text;
}

function written(value: unknown): string {
  return typeof value === "string" ? value.toWellFormed() : (JSON.stringify(value) ?? "");
}
