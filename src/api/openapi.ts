import { OpenAPIRegistry, OpenApiGeneratorV31, type ResponseConfig } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { type Endpoint, isNothing, pathParameters, takesBody } from "./endpoint.ts";
import { problemSchema } from "./errors.ts";
import { v1 } from "./v1/index.ts";
import { webhookRoute } from "./webhooks.ts";

const problemNames: Record<number, string> = {
  401: "Not logged in, or the API key is not valid",
  403: "Not allowed",
  404: "There is nothing by this id, or it belongs to another workspace",
  409: "The state has changed meanwhile",
  413: "Too large",
  422: "The input is not valid",
  429: "Too many attempts; `Retry-After` says how long to wait",
};

/** The OpenAPI 3.1 document, made from the endpoints themselves. */
export function openApiDocument() {
  const registry = new OpenAPIRegistry();
  registry.registerComponent("securitySchemes", "session", { type: "apiKey", in: "cookie", name: "parley.sid" });
  registry.registerComponent("securitySchemes", "apiKey", { type: "http", scheme: "bearer" });
  registry.registerComponent("securitySchemes", "shopper", { type: "http", scheme: "bearer" });
  for (const [name, endpoint] of Object.entries(v1)) describeEndpoint(registry, name, endpoint);
  describeOperations(registry);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "Parley API",
      version: "1",
      description:
        "Conversations of a shop with its customers, beside their orders. Times are ISO 8601 in UTC, money is an " +
        "integer in the currency's smallest unit, ids are UUIDs. Log in for a session cookie (and send the session's " +
        "`csrfToken` as `x-csrf-token` with everything but GET), or send an API key as a bearer token.",
    },
    servers: [{ url: "/" }],
  });
}

function describeEndpoint(registry: OpenAPIRegistry, operationId: string, endpoint: Endpoint): void {
  const { method, path, summary, description, tag, scope, input } = endpoint;
  const names = new Set(pathParameters(path));
  const [params, rest] = split(input, names);
  const hasBody = takesBody(endpoint);
  const hasRest = Object.keys(rest.shape).length > 0;
  registry.registerPath({
    method,
    path: path.replace(/:(\w+)/g, "{$1}"),
    operationId,
    summary,
    ...(description !== undefined && { description }),
    tags: [tag],
    security: securityOf(scope),
    request: {
      ...(names.size > 0 && { params }),
      ...(hasRest && !hasBody && { query: rest }),
      ...(endpoint.takes === "file" && { body: { required: true, content: { "application/octet-stream": fileBody } } }),
      ...(hasRest && hasBody && { body: { required: true, content: { "application/json": { schema: rest } } } }),
    },
    responses: responsesOf(endpoint),
  });
}

const fileBody = { schema: z.string().meta({ format: "binary" }) };

function split(input: z.ZodObject, names: ReadonlySet<string>): [z.ZodObject, z.ZodObject] {
  const entries = Object.entries(input.shape);
  const some = (wanted: boolean) => Object.fromEntries(entries.filter(([name]) => names.has(name) === wanted));
  return [z.object(some(true)), z.strictObject(some(false))];
}

/** A key needs the scope it is named with; a person needs a role that has the permission of the same name. */
function securityOf(scope: Endpoint["scope"]): Record<string, string[]>[] {
  if (scope === "public" || scope === "page") return [];
  if (scope === "shopper") return [{ shopper: [] }];
  return scope === "session" ? [{ session: [] }] : [{ session: [] }, { apiKey: [scope] }];
}

function responsesOf(endpoint: Endpoint): Record<string, ResponseConfig> {
  const { scope, path, status, output, media, problems = [] } = endpoint;
  const usual = [...(scope === "public" ? [] : [401, 403]), ...(path.includes(":") ? [404] : []), 422];
  const statuses = [...new Set([...usual, ...problems])].sort();
  const good: ResponseConfig = { description: "Success" };
  return {
    [status]: isNothing(output) ? good : { ...good, content: contentOf(output, media) },
    ...Object.fromEntries(statuses.map((code) => [code, problem(problemNames[code] ?? "A problem")])),
    default: problem("Any other problem"),
  };
}

function contentOf(output: z.ZodType, media: readonly string[] | undefined): NonNullable<ResponseConfig["content"]> {
  if (!media) return { "application/json": { schema: output } };
  return Object.fromEntries(media.map((type) => [type, { schema: z.string() }]));
}

function problem(description: string): ResponseConfig {
  return { description, content: { "application/problem+json": { schema: problemSchema } } };
}

function describeOperations(registry: OpenAPIRegistry): void {
  registry.registerPath({
    method: webhookRoute.method,
    path: "/webhooks/{integrationId}",
    operationId: "receiveWebhook",
    summary: "Where providers report what is new",
    description: "Takes the provider's own format, signed in the provider's own way.",
    tags: ["Operations"],
    security: [],
    request: { params: z.object({ integrationId: z.string() }) },
    responses: {
      204: { description: "Recorded, or none of ours" },
      401: problem("The signature does not match"),
      404: problem("No such integration"),
      default: problem("Any other problem"),
    },
  });
  const status = z.object({ status: z.enum(["ok", "stopping", "database_unreachable"]) });
  const said = (description: string) => ({ description, content: { "application/json": { schema: status } } });
  const prometheus = { description: "Metrics", content: { "text/plain": { schema: z.string() } } };
  describeProbe(registry, "/livez", "The process runs", { 200: said("Yes") });
  describeProbe(registry, "/readyz", "The process can serve", { 200: said("Yes"), 503: said("Not now") });
  describeProbe(registry, "/metrics", "Prometheus metrics", { 200: prometheus });
}

function describeProbe(
  registry: OpenAPIRegistry,
  path: string,
  summary: string,
  responses: Record<string, ResponseConfig>,
): void {
  const operationId = `get${path.slice(1, 2).toUpperCase()}${path.slice(2)}`;
  registry.registerPath({ method: "get", path, operationId, summary, tags: ["Operations"], security: [], responses });
}
