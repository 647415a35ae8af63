import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { buildClientSchema, printSchema, stripIgnoredCharacters } from "graphql";
import { z } from "zod";

const field = z.looseObject({ name: z.string(), requiredAccess: z.string().nullish() });
const type = z.looseObject({
  name: z.string(),
  requiredAccess: z.string().nullish(),
  fields: z.array(field).nullish(),
});
const introspection = z.looseObject({ __schema: z.looseObject({ types: z.array(type) }) });

/**
 * Makes the schema that the sandbox serves, and the scopes it asks for, from an introspection of Shopify's Admin API:
 * `node scripts/shopify-schema.ts INTROSPECTION.json[.gz] VERSION`.
 */
function generate([file, version]: string[]): void {
  if (!file || !version) throw new Error("Usage: node scripts/shopify-schema.ts INTROSPECTION.json[.gz] VERSION");
  const bytes = readFileSync(file);
  const { data } = JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"), withoutDescription);
  const text = stripIgnoredCharacters(printSchema(buildClientSchema(data, { assumeValid: true })));
  const target = new URL(`../sandbox/shopify/admin-${version}`, import.meta.url).pathname;
  writeFileSync(`${target}.graphql.gz`, gzipSync(text, { level: 9 }));
  writeFileSync(
    `${target}.scopes.json.gz`,
    gzipSync(JSON.stringify(scopesIn(introspection.parse(data))), { level: 9 }),
  );
}

function withoutDescription(key: string, value: unknown): unknown {
  return key === "description" && (typeof value === "string" || value === null) ? undefined : value;
}

/** "Order" or "Mutation.refundCreate" → requirements that must all hold, each of scopes one of which is enough. */
function scopesIn({ __schema }: z.infer<typeof introspection>): Record<string, string[]> {
  const named = __schema.types.flatMap(({ name, requiredAccess, fields }) => [
    { name, requiredAccess },
    ...(fields ?? []).map((each) => ({ name: `${name}.${each.name}`, requiredAccess: each.requiredAccess })),
  ]);
  return Object.fromEntries(
    named.flatMap(({ name, requiredAccess }) => {
      const needed = requirements(requiredAccess ?? "", name.startsWith("Mutation.") ? "write" : "read");
      return needed.length > 0 ? [[name, needed]] : [];
    }),
  );
}

/** What is said after "Also:" counts only where it asks for scopes whatever is done. */
function requirements(access: string, usual: "read" | "write"): string[] {
  const [main = "", also = ""] = access
    .replace(/`(?!read_|write_)(\w+)`(?=(?: or `\w+`)? access scope)/g, `\`${usual}_$1\``)
    .split(" Also:");
  const whatever = /^ (?:Requires|The app (?:must have|requires))\b/.test(also) && !/ scopes? to /.test(also);
  const further = whatever ? also.split(/,| and /) : [];
  return [...main.split(/ as well as | and (?=\(|`|both)/).slice(0, main.includes("for queries") ? 1 : 2), ...further]
    .map((part) => [...new Set(part.match(/\b(?:read|write)_\w+/g))].join("|"))
    .filter(Boolean);
}

generate(process.argv.slice(2));
