import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";

const schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
});
const operation = z.looseObject({
  // Those that are only named are headers.
  parameters: z
    .array(z.looseObject({ name: z.string().optional(), in: z.string().optional(), schema: z.unknown().optional() }))
    .default([]),
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })) }).optional(),
});
const specification = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});
type Schemas = Record<string, unknown>;
const methods = ["get", "post", "delete"];

/**
 * Makes what the sandbox knows of Twilio's requests (paths, parameters and their form) from the official OpenAPI
 * documents: `node scripts/twilio-requests.ts twilio_api_v2010.json[.gz] twilio_messaging_v1.json[.gz] …`.
 */
function generate(files: string[]): void {
  if (files.length === 0) throw new Error("Usage: node scripts/twilio-requests.ts OPENAPI.json[.gz] …");
  const requests: Record<string, unknown> = {};
  for (const file of files) Object.assign(requests, requestsIn(file));
  const target = new URL("../sandbox/twilio/requests.json.gz", import.meta.url).pathname;
  writeFileSync(target, gzipSync(JSON.stringify(requests), { level: 9 }));
}

/** "POST /2010-04-01/…" or "POST /messaging/v1/…" → the parameters it takes, and which it must have. */
function requestsIn(file: string): Record<string, unknown> {
  const bytes = readFileSync(file);
  const { paths, components } = specification.parse(
    JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8")),
  );
  const product = /^twilio_(\w+)_v\d/.exec(basename(file))?.[1] ?? "api";
  return Object.fromEntries(
    Object.entries(paths).flatMap(([path, operations]) =>
      methods.flatMap((method) => {
        if (!operations[method]) return [];
        const given = request(operation.parse(operations[method]), components.schemas);
        return [[`${method.toUpperCase()} ${product === "api" ? "" : `/${product}`}${path}`, given]];
      }),
    ),
  );
}

function request({ parameters, requestBody }: z.infer<typeof operation>, schemas: Schemas) {
  const body = schema.parse(requestBody?.content["application/x-www-form-urlencoded"]?.schema ?? {});
  const rules = (where: string) =>
    parameters.filter((each) => each.in === where).map((each) => [each.name, rule(each.schema, schemas)]);
  return {
    path: Object.fromEntries(rules("path")),
    query: Object.fromEntries(rules("query")),
    body: Object.fromEntries(Object.entries(body.properties ?? {}).map(([name, of]) => [name, rule(of, schemas)])),
    required: body.required ?? [],
  };
}

function rule(given: unknown, schemas: Schemas): unknown {
  const { $ref, items, properties: _, required: __, ...own } = schema.parse(given);
  if ($ref) return rule(schemas[$ref.split("/").at(-1) ?? ""], schemas);
  const { type, format, pattern, minimum, maximum, minLength, maxLength } = own;
  const kept = { type, format, pattern, enum: own.enum, minimum, maximum, minLength, maxLength };
  return items === undefined ? kept : { ...kept, items: rule(items, schemas) };
}

generate(process.argv.slice(2));
