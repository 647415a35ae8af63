import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { buildASTSchema, type GraphQLSchema, parse } from "graphql";

export const apiVersion = "2026-10";

let built: GraphQLSchema | undefined;

/**
 * The whole Admin API as Shopify publishes it (see NOTICE; made by scripts/shopify-schema.ts), built once, when it is
 * first asked for: a third of a second and 17 MB.
 */
export function adminSchema(): GraphQLSchema {
  built ??= buildASTSchema(parse(generated("graphql.gz"), { noLocation: true }), {
    assumeValid: true,
    assumeValidSDL: true,
  });
  return built;
}

let scopes: Record<string, string[]> | undefined;

/**
 * "Order" or "Mutation.refundCreate" → the access it needs: every entry must hold, and of one that names several
 * scopes ("read_orders|read_marketplace_orders") one is enough. What is not named here needs none of its own.
 */
export function requiredScopes(): Record<string, string[]> {
  scopes ??= JSON.parse(generated("scopes.json.gz")) as Record<string, string[]>; // written by our own script
  return scopes;
}

function generated(ending: string): string {
  return gunzipSync(readFileSync(new URL(`admin-${apiVersion}.${ending}`, import.meta.url))).toString("utf8");
}
