import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { z } from "zod";
import type { RunningSandbox } from "../../sandbox/index.ts";
import { scriptedAnswer } from "../../sandbox/model/state.ts";
import { defaultSecrets } from "../../sandbox/settings.ts";
import { ajvProblems, type Check } from "./check.ts";

const order = {
  id: "#1042",
  name: "#1042",
  financialStatus: "paid",
  fulfillmentStatus: "fulfilled",
  lines: [],
  fulfillments: [],
};
const parameters = { type: "object", properties: {}, required: [], additionalProperties: false };
const tools = [{ type: "function", name: "find_orders", description: null, parameters, strict: true }];
const schema = {
  type: "object",
  properties: { reply: { type: "string" } },
  required: ["reply"],
  additionalProperties: false,
};
const format = { type: "json_schema", name: "draft", schema, strict: true, description: "A draft" };

/** Bodies of /responses and what the script says before; without a script the rules answer. */
const responses: Record<string, { body: object; script?: object }> = {
  "plain text": { body: { input: "Where is my order?" } },
  "tool call": { body: { input: [{ role: "user", content: "Where is my order?" }], tools } },
  "after a tool": {
    body: {
      input: [
        { role: "user", content: "Where is #1042?" },
        { type: "function_call", call_id: "c", name: "find_orders", arguments: "{}" },
        { type: "function_call_output", call_id: "c", output: JSON.stringify({ orders: [order] }) },
      ],
      tools,
    },
  },
  structured: { body: { input: "Where is my order?", text: { format }, store: false, max_output_tokens: 500 } },
  refusal: { body: { input: "Hi" }, script: { refusal: "I cannot help with that." } },
  incomplete: { body: { input: "Hi" }, script: { text: "Half a", incomplete: "max_output_tokens" } },
  filtered: { body: { input: "Hi" }, script: { text: "", incomplete: "content_filter" } },
  empty: { body: { input: "Hi" }, script: {} },
  "tool call and text": {
    body: { input: "Hi", tools },
    script: { text: "Let me look", toolCalls: [{ name: "find_orders", arguments: {} }] },
  },
};

const chats: Record<string, { body: object; script?: object }> = {
  "plain text": { body: { messages: [{ role: "user", content: "Where is my order?" }] } },
  "tool call": {
    body: {
      messages: [{ role: "user", content: "Where is my order?" }],
      tools: [{ type: "function", function: { name: "find_orders", parameters } }],
    },
  },
  refusal: { body: { messages: [{ role: "user", content: "Hi" }] }, script: { refusal: "No." } },
  incomplete: {
    body: { messages: [{ role: "user", content: "Hi" }] },
    script: { text: "Half", incomplete: "max_output_tokens" },
  },
};

/** Answers, streams, lists and errors against OpenAI's own OpenAPI document. */
export async function openaiChecks({ url, state }: RunningSandbox, dataDir: string): Promise<Check[]> {
  const document = JSON.parse(readFileSync(join(dataDir, "openai/openai.core.json"), "utf8"));
  const validatorOf = validators(document);
  const schemaOfEvent = streamSchemas(document);
  const call = (path: string, body?: object, key = defaultSecrets.openaiApiKey) =>
    fetch(`${url}/openai/v1/${path}`, {
      method: body ? "POST" : "GET",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      ...(body ? { body: JSON.stringify({ model: "sandbox", ...body }) } : {}),
    });
  const answered = async (
    name: string,
    schemaName: string,
    path: string,
    body?: object,
    key?: string,
  ): Promise<Check> => ({
    name: `openai ${name}`,
    problems: problemsOf(validatorOf(schemaName), await (await call(path, body, key)).json()),
  });
  const play = (script: object | undefined) => script && state.model.script.push(scriptedAnswer.parse(script));

  const checks: Check[] = [];
  for (const [name, { body, script }] of Object.entries(responses)) {
    play(script);
    checks.push(await answered(`responses, ${name}`, "Response", "responses", body));
    play(script);
    const events = eventsIn(await (await call("responses", { ...body, stream: true })).text());
    const problems = events.flatMap((event) => eventProblems(validatorOf, schemaOfEvent, event));
    checks.push({
      name: `openai stream, ${name}`,
      problems: events.length > 2 ? problems : ["the stream ended early"],
    });
  }
  for (const [name, { body, script }] of Object.entries(chats)) {
    play(script);
    checks.push(await answered(`chat, ${name}`, "CreateChatCompletionResponse", "chat/completions", body));
    play(script);
    const streamed = { ...body, stream: true, stream_options: { include_usage: true } };
    const chunks = eventsIn((await (await call("chat/completions", streamed)).text()).replace("data: [DONE]", ""));
    const problems = chunks.flatMap((chunk) => problemsOf(validatorOf("CreateChatCompletionStreamResponse"), chunk));
    checks.push({ name: `openai chat stream, ${name}`, problems: chunks.length > 2 ? problems : ["it ended early"] });
  }
  return [
    ...checks,
    await answered("models", "ListModelsResponse", "models"),
    await answered("model", "Model", "models/sandbox"),
    await answered("unknown model", "ErrorResponse", "models/nothing"),
    await answered("wrong key", "ErrorResponse", "models", undefined, "wrong"),
    await answered("bad request", "ErrorResponse", "responses", { input: 5 }),
  ];
}

function eventsIn(stream: string): unknown[] {
  return [...stream.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data ?? "null"));
}

const typed = z.object({ type: z.string() });

/** Against the schema of its own type, so that what is wrong is said once. */
function eventProblems(
  validatorOf: (name: string) => ValidateFunction,
  schemaOfEvent: Map<string, string>,
  event: unknown,
): string[] {
  const { type } = typed.parse(event);
  const name = schemaOfEvent.get(type);
  if (!name) return [`the specification has no event ${type}`];
  return problemsOf(validatorOf(name), event).map((problem) => `${type}: ${problem}`);
}

const refs = z.array(z.object({ $ref: z.string() }));
const eventSchema = z.object({ properties: z.object({ type: z.object({ enum: z.array(z.string()) }) }) });

function streamSchemas({ components }: { components: { schemas: Record<string, unknown> } }): Map<string, string> {
  const { anyOf, oneOf } = z
    .object({ anyOf: refs.optional(), oneOf: refs.optional() })
    .parse(components.schemas.ResponseStreamEvent);
  const names = (anyOf ?? oneOf ?? []).map(({ $ref }) => $ref.replace("#/components/schemas/", ""));
  return new Map(
    names.flatMap((name) =>
      eventSchema.parse(components.schemas[name]).properties.type.enum.map((type) => [type, name]),
    ),
  );
}

function problemsOf(validate: ValidateFunction, value: unknown): string[] {
  return validate(value) ? [] : ajvProblems(validate.errors);
}

/** `nullable` has become a type in OpenAPI 3.1 and stands there beside others; of `oneOf` several branches fit. */
function validators(document: { components: { schemas: object } }) {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ $id: "openai", components: asJsonSchema(document.components) });
  const compiled = new Map<string, ValidateFunction>();
  return (name: string): ValidateFunction => {
    const validate = compiled.get(name) ?? ajv.compile({ $ref: `openai#/components/schemas/${name}` });
    compiled.set(name, validate);
    return validate;
  };
}

function asJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, given]) => !(key === "nullable" && typeof given === "boolean") && key !== "discriminator",
  );
  const schema = Object.fromEntries(
    entries.map(([key, given]) => [key === "oneOf" ? "anyOf" : key, asJsonSchema(given)]),
  );
  return "nullable" in value && value.nullable === true && "type" in value
    ? { anyOf: [schema, { type: "null" }] }
    : schema;
}
