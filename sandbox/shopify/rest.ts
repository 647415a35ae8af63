import {
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLTypeResolver,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
} from "graphql";
import { demandAccess } from "./access.ts";
import { typeOfGid } from "./gid.ts";
import { mutate } from "./mutate.ts";
import type { Shop } from "./state.ts";

/**
 * Reads a field from the view above it, and answers from the type alone what no view has: nothing where nothing is
 * allowed, no rows, and a plausible value of the right form where one is demanded; always the same.
 * A mutation nobody plays is refused: pretending that it worked would teach a client something false.
 */
export const fieldResolver: GraphQLFieldResolver<unknown, Shop> = (source, args, shop, info) => {
  demandAccess(shop, info);
  const known = isRecord(source) ? source[info.fieldName] : undefined;
  if (info.parentType.name === "Mutation" && typeof known === "function") {
    return mutate(() => known.call(source, args), args, shop, info);
  }
  const value = typeof known === "function" ? known.call(source, args, shop, info) : known;
  if (value !== undefined) return value;
  if (info.parentType.name === "Mutation") {
    throw new GraphQLError(`The sandbox does not play ${info.fieldName}`, { extensions: { code: "NOT_IMPLEMENTED" } });
  }
  return plausible(info.returnType, info.fieldName, info.parentType.name, shop);
};

/** A view that may stand for several types says which (`__typename`), or its id does; else the first possible one. */
export const typeResolver: GraphQLTypeResolver<unknown, Shop> = (value, _shop, info, abstractType) => {
  const named = isRecord(value) ? (value.__typename ?? typeOfGid(value.id)) : undefined;
  return typeof named === "string" ? named : info.schema.getPossibleTypes(abstractType)[0]?.name;
};

function plausible(type: GraphQLOutputType, field: string, parent: string, shop: Shop): unknown {
  if (!isNonNullType(type)) return isListType(type) ? [] : null;
  const demanded = type.ofType;
  if (isListType(demanded)) return [];
  if (!isLeafType(demanded)) return {};
  if (demanded.name === "CurrencyCode") return shop.currency;
  if (isEnumType(demanded)) return demanded.getValues()[0]?.value;
  if (demanded.name === "ID") return `gid://shopify/${parent}/1`;
  return demanded.name === "String" ? words(field) : (scalars[demanded.name] ?? words(field));
}

const scalars: Record<string, unknown> = {
  ...{ Boolean: false, Int: 0, Float: 0, Decimal: "0.0", Money: "0.0", UnsignedInt64: "0", BigInt: "0", JSON: {} },
  ...{ DateTime: "2026-01-01T00:00:00Z", Date: "2026-01-01", UtcOffset: "+00:00", Color: "#000000", HTML: "" },
  ...{ URL: "https://sandbox.example/", FormattedString: "", ARN: "arn:aws:events:::sandbox", StorefrontID: "1" },
};

/** "publicDisplayName" → "Public display name". */
function words(name: string): string {
  const spaced = name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
