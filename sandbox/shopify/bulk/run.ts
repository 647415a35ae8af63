import { execute } from "graphql";
import type { Asking } from "../part.ts";
import { fieldResolver, typeResolver } from "../rest.ts";
import { rootOf } from "../root.ts";
import { adminSchema } from "../schema.ts";
import { bulkDocument, connectionMark, idMark } from "./document.ts";
import type { Row } from "./lines.ts";

/**
 * Runs a bulk query over the shop as it is now.
 *
 * @throws GraphQLError for a query that is not a bulk query.
 */
export async function rowsOf(asking: Asking, query: string): Promise<Row[]> {
  const schema = adminSchema();
  const document = bulkDocument(schema, query);
  const { data, errors } = await execute({
    ...{ schema, document, fieldResolver, typeResolver },
    ...{ rootValue: rootOf(asking, "query"), contextValue: asking.shop },
  });
  if (errors?.[0]) throw errors[0];
  return split(data).children;
}

/** An object without its connections, and their rows. */
function split(value: unknown): Row {
  const children: Row[] = [];
  const fields = plain(value, children);
  const id = isRecord(value) && typeof value[idMark] === "string" ? value[idMark] : null;
  return { fields: isRecord(fields) ? fields : {}, id, children };
}

function plain(value: unknown, children: Row[]): unknown {
  if (Array.isArray(value)) return value.map((each) => plain(each, children));
  if (!isRecord(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key.startsWith(connectionMark)) children.push(...rowsIn(inner));
    else if (key !== idMark) kept[key] = plain(inner, children);
  }
  return kept;
}

function rowsIn(connection: unknown): Row[] {
  if (!isRecord(connection)) return [];
  const { edges, nodes } = connection;
  if (Array.isArray(nodes)) return nodes.map(split);
  return Array.isArray(edges) ? edges.map((edge) => split(isRecord(edge) ? edge.node : null)) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
