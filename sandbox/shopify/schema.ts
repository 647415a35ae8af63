import { readFileSync } from "node:fs";
import { buildSchema, type GraphQLSchema } from "graphql";

const files = ["admin.graphql", "connections.graphql", "currencies.graphql", "countries.graphql"];

export const apiVersion = "2026-10";

let built: GraphQLSchema | undefined;

/** The part of the Admin API that the sandbox serves. */
export function adminSchema(): GraphQLSchema {
  built ??= buildSchema(files.map((file) => readFileSync(new URL(file, import.meta.url), "utf8")).join("\n"));
  return built;
}
