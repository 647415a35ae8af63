import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Ajv, type ValidateFunction } from "ajv";
import { z } from "zod";
import { demo, type RunningSandbox } from "../../sandbox/index.ts";
import { ajvProblems, type Check } from "./check.ts";
import { messagingCalls, type TwilioAnswer, type TwilioCall } from "./twilio-calls.ts";
import { voiceCalls } from "./twilio-voice-calls.ts";

const files = { "": "twilio_api_v2010.core.json", "/messaging": "twilio_messaging_v1.core.json" };
const specification = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});
const operation = z.looseObject({
  responses: z.record(
    z.string(),
    z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })).optional() }),
  ),
});

interface Operation {
  name: string;
  path: RegExp;
  /** Status → what the answer must be; null: nothing. */
  answers: Map<number, ValidateFunction | null>;
}

/** Calls of every kind the sandbox has, each answer against the official document: status, form, no field missing. */
export async function twilioChecks(running: RunningSandbox, dataDir: string): Promise<Check[]> {
  const operations = Object.entries(files).flatMap(([prefix, file]) =>
    operationsIn(join(dataDir, "twilio", file), prefix),
  );
  const checks: Check[] = [];
  const call: TwilioCall = async (method, path, given = {}) => {
    const answer = await ask(running, method, path, given);
    checks.push({ name: `Twilio ${method} ${path}`, problems: problemsOf(answer, method, path, operations) });
    return answer.body;
  };
  await messagingCalls(call, running);
  await voiceCalls(call, running);
  return checks;
}

async function ask(
  { url }: RunningSandbox,
  method: string,
  path: string,
  given: Record<string, string>,
): Promise<TwilioAnswer> {
  const { accountSid, authToken } = demo.twilio;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`;
  const body = method === "POST" ? { body: new URLSearchParams(given) } : {};
  const query = method === "GET" && Object.keys(given).length > 0 ? `?${new URLSearchParams(given)}` : "";
  const answer = await fetch(`${url}/twilio${path}${query}`, { method, headers: { authorization }, ...body });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? {} : JSON.parse(text) };
}

function problemsOf({ status, body }: TwilioAnswer, method: string, path: string, operations: Operation[]): string[] {
  const found = operations.find((each) => each.name === method && each.path.test(path));
  if (!found) return ["the specification has no such operation"];
  if (!found.answers.has(status)) return [`answered with ${status}: ${JSON.stringify(body)}`];
  const validate = found.answers.get(status);
  return validate && !validate(body) ? ajvProblems(validate.errors) : [];
}

function operationsIn(file: string, prefix: string): Operation[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const { paths, components } = specification.parse(JSON.parse(text));
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ $id: "spec", components: JSON.parse(JSON.stringify(components), strictly) });
  // Literal parts count before placeholders: …/Local.json is no sid.
  const byLiteral = Object.entries(paths).sort(([a], [b]) => a.split("{").length - b.split("{").length);
  return byLiteral.flatMap(([path, methods]) =>
    ["get", "post", "delete"].flatMap((method) => {
      if (!methods[method]) return [];
      const { responses } = operation.parse(methods[method]);
      const answers = Object.entries(responses).map(([status, { content }]) => {
        const schema = content?.["application/json"]?.schema;
        return [Number(status), schema ? ajv.compile(located(schema)) : null] as const;
      });
      const source = prefix + path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+?");
      return [{ name: method.toUpperCase(), path: new RegExp(`^${source}$`), answers: new Map(answers) }];
    }),
  );
}

/** Every field of an object must be there, as Twilio gives them all; OpenAPI's `nullable` becomes a type. */
function strictly(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { nullable, oneOf, ...schema } = value as Record<string, unknown>; // what JSON.parse gives
  // Its own examples have null where a list of words is due (a conference's reason for its end).
  if (/_enum_/.test(String(schema.$ref))) return { anyOf: [schema, { type: "null" }] };
  const required =
    schema.type === "object" && typeof schema.properties === "object" && schema.properties !== null
      ? { required: Object.keys(schema.properties) }
      : {};
  const either = oneOf ? { anyOf: oneOf } : {};
  const strict = { ...schema, ...required, ...either };
  return nullable === true ? { anyOf: [strict, { type: "null" }] } : strict;
}

function located(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"spec#/components/'));
}
