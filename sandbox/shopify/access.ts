import { GraphQLError, type GraphQLResolveInfo, getNamedType } from "graphql";
import { requiredScopes } from "./schema.ts";
import type { Shop } from "./state.ts";

/**
 * @throws GraphQLError when a shop that checks scopes has not granted the app what this field, or what it answers
 *   with, asks for. Who may write may read.
 */
export function demandAccess({ checksScopes, installation }: Shop, info: GraphQLResolveInfo): void {
  if (!checksScopes) return;
  const granted = new Set(installation.scopes ?? []);
  const isGranted = (scope: string) => granted.has(scope) || granted.has(scope.replace(/^read_/, "write_"));
  const { name: parent } = info.parentType;
  for (const name of [`${parent}.${info.fieldName}`, getNamedType(info.returnType).name]) {
    const missing = requiredScopes()[name]?.find((each) => !each.split("|").some(isGranted));
    if (missing === undefined) continue;
    const access = `\`${missing.split("|").join("` or `")}\` access scope.`;
    const documentation = "https://shopify.dev/api/usage/access-scopes";
    throw new GraphQLError(`Access denied for ${info.fieldName} field. Required access: ${access}`, {
      extensions: { code: "ACCESS_DENIED", documentation, requiredAccess: access },
    });
  }
}
