import { z } from "zod";

export type JsonSchema = Record<string, unknown>;

export interface Tool {
  name: string;
  parameters: JsonSchema;
}

/** What a request asks, the same for both protocols. */
export interface Turn {
  model: string;
  stream: boolean;
  /** Everything said by instructions and people, oldest first. */
  texts: { role: string; text: string }[];
  tools: Tool[];
  /** Names of the tools called before. */
  calledTools: string[];
  /** Outputs of tools called before, read as JSON where they are. */
  toolOutputs: unknown[];
  /** The newest of all is the output of a tool. */
  hasJustLooked: boolean;
  /** The form the answer has to have. */
  format: { name: string; schema: JsonSchema } | null;
}

const content = z.union([z.string(), z.array(z.object({ text: z.string().optional() }))]).nullish();
const schema = z.record(z.string(), z.unknown());
const item = z.object({
  type: z.string().optional(),
  role: z.string().optional(),
  name: z.string().optional(),
  content,
  output: z.unknown().optional(),
});

export const responsesRequest = z.object({
  model: z.string(),
  stream: z.boolean().nullish(),
  instructions: z.string().nullish(),
  input: z.union([z.string(), z.array(item)]).default([]),
  tools: z.array(z.object({ type: z.string(), name: z.string().optional(), parameters: schema.nullish() })).default([]),
  tool_choice: z.unknown().optional(),
  text: z
    .object({
      format: z.object({ type: z.string(), name: z.string().optional(), schema: schema.optional() }).optional(),
    })
    .nullish(),
});

export function turnOfResponses(request: z.infer<typeof responsesRequest>): Turn {
  const items =
    typeof request.input === "string" ? [item.parse({ role: "user", content: request.input })] : request.input;
  const instructions = request.instructions ? [{ role: "developer", text: request.instructions }] : [];
  const said = items.flatMap((each) => (each.role ? [{ role: each.role, text: textOf(each.content) }] : []));
  const outputs = items.flatMap((each) => (each.type === "function_call_output" ? [json(each.output)] : []));
  const calledTools = items.flatMap(({ type, name }) => (type === "function_call" && name ? [name] : []));
  const format = request.text?.format;
  return {
    ...{ model: request.model, stream: request.stream ?? false, texts: [...instructions, ...said] },
    ...{ calledTools, toolOutputs: outputs, hasJustLooked: items.at(-1)?.type === "function_call_output" },
    tools:
      request.tool_choice === "none"
        ? []
        : request.tools.flatMap(({ name, parameters }) => (name ? [{ name, parameters: parameters ?? {} }] : [])),
    format:
      format?.type === "json_schema" && format.schema ? { name: format.name ?? "answer", schema: format.schema } : null,
  };
}

const chatCalls = z.array(z.object({ function: z.object({ name: z.string() }) })).nullish();

export const chatRequest = z.object({
  model: z.string(),
  stream: z.boolean().nullish(),
  messages: z.array(z.object({ role: z.string(), content, tool_calls: chatCalls })).min(1),
  tools: z
    .array(
      z.object({
        type: z.string(),
        function: z.object({ name: z.string(), parameters: schema.optional() }).optional(),
      }),
    )
    .default([]),
  tool_choice: z.unknown().optional(),
  response_format: z
    .object({ type: z.string(), json_schema: z.object({ name: z.string(), schema: schema.optional() }).optional() })
    .nullish(),
});

export function turnOfChat(request: z.infer<typeof chatRequest>): Turn {
  const { messages, response_format: format } = request;
  const texts = messages.map(({ role, content: said }) => ({ role, text: textOf(said) }));
  const wanted = format?.type === "json_schema" ? format.json_schema : undefined;
  return {
    ...{ model: request.model, stream: request.stream ?? false },
    texts: texts.filter(({ role }) => role !== "tool"),
    calledTools: messages.flatMap(({ tool_calls }) => (tool_calls ?? []).map((each) => each.function.name)),
    hasJustLooked: texts.at(-1)?.role === "tool",
    toolOutputs: texts.filter(({ role }) => role === "tool").map(({ text }) => json(text)),
    tools:
      request.tool_choice === "none"
        ? []
        : request.tools.flatMap(({ function: it }) => (it ? [{ name: it.name, parameters: it.parameters ?? {} }] : [])),
    format: wanted?.schema ? { name: wanted.name, schema: wanted.schema } : null,
  };
}

/** Text that is JSON is read; a list of content parts gives their text. */
export function json(value: unknown): unknown {
  const parts = content.safeParse(value);
  if (!parts.success) return value;
  const text = textOf(parts.data);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function textOf(value: z.infer<typeof content>): string {
  if (typeof value === "string") return value;
  return (value ?? []).map(({ text }) => text ?? "").join("\n");
}
