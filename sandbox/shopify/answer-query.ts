import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from "graphql";
import { actualCost, requestedCost } from "./cost.ts";
import type { Asking } from "./part.ts";
import { fieldResolver, typeResolver } from "./rest.ts";
import { rootOf } from "./root.ts";
import { adminSchema } from "./schema.ts";
import { type Bucket, takePoints } from "./state.ts";

export interface GraphqlRequest {
  query: string;
  variables?: Record<string, unknown> | null | undefined;
  operationName?: string | null | undefined;
}

/** Answers one GraphQL request against a shop, with Shopify's cost and throttling. Always for a 200. */
export async function answerQuery(asking: Asking, request: GraphqlRequest): Promise<object> {
  const { shop } = asking;
  const schema = adminSchema();
  const { document, problems } = readDocument(schema, request.query);
  if (!document || problems.length > 0) return { errors: problems.map(shown) };
  const variableValues = request.variables ?? {};
  const requested = requestedCost(schema, document, variableValues);
  if (requested > shop.bucket.largestQuery) return { errors: [tooExpensive(requested, shop.bucket)] };
  if (takePoints(shop.bucket, requested) === null) {
    return { errors: [throttled], extensions: { cost: cost(shop.bucket, requested, null) } };
  }
  const operationName = request.operationName ?? undefined;
  const { operation = "query" } = getOperationAST(document, operationName) ?? {};
  const { data, errors } = await execute({
    ...{ schema, document, variableValues, operationName, fieldResolver, typeResolver },
    ...{ rootValue: rootOf(asking, operation), contextValue: shop },
  });
  const actual = Math.min(requested, actualCost(data));
  shop.bucket.available = Math.min(shop.bucket.size, shop.bucket.available + requested - actual);
  const extensions = { cost: cost(shop.bucket, requested, actual) };
  return { ...(data === undefined ? {} : { data }), ...(errors ? { errors: errors.map(shown) } : {}), extensions };
}

interface Read {
  document: DocumentNode | null;
  problems: readonly GraphQLError[];
}

/** An app has a few dozen documents and sends them again and again. */
const recent = new Map<string, Read>();
const mostRecent = 200;

function readDocument(schema: GraphQLSchema, query: string): Read {
  const known = recent.get(query);
  if (known) return known;
  const read = parsed(schema, query);
  if (recent.size >= mostRecent) recent.clear();
  recent.set(query, read);
  return read;
}

function parsed(schema: GraphQLSchema, query: string): Read {
  try {
    const document = parse(query);
    return { document, problems: validate(schema, document) };
  } catch (error) {
    if (error instanceof GraphQLError) return { document: null, problems: [error] };
    throw error;
  }
}

function shown({ message, locations, path, extensions }: GraphQLError) {
  const code = extensions.code ?? (message.startsWith("Cannot query field") ? "undefinedField" : undefined);
  return { message, locations, ...(path ? { path } : {}), ...(code ? { extensions: { ...extensions, code } } : {}) };
}

const documentation = "https://shopify.dev/api/usage/rate-limits";
const throttled = { message: "Throttled", extensions: { code: "THROTTLED", documentation } };

function tooExpensive(requested: number, { largestQuery: maxCost }: Bucket) {
  const message = `Query cost is ${requested}, which exceeds the single query max cost limit (${maxCost}).`;
  return { message, extensions: { code: "MAX_COST_EXCEEDED", cost: requested, maxCost, documentation } };
}

function cost(bucket: Bucket, requestedQueryCost: number, actualQueryCost: number | null) {
  const { size: maximumAvailable, restorePerSecond: restoreRate } = bucket;
  const currentlyAvailable = Math.floor(bucket.available);
  return { requestedQueryCost, actualQueryCost, throttleStatus: { maximumAvailable, currentlyAvailable, restoreRate } };
}
