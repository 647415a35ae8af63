import { z } from "zod";
import { newId } from "../../src/platform/ids.ts";
import { type Asked, type Frame, type Protocol, pieces, sse } from "./protocol.ts";
import type { Output } from "./respond.ts";
import { tokens } from "./response-object.ts";
import { json, type Turn } from "./turn.ts";

const block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  name: z.string().optional(),
  tool_use_id: z.string().optional(),
  id: z.string().optional(),
  content: z.unknown().optional(),
});
const schema = z.record(z.string(), z.unknown());

export const messagesRequest = z.object({
  model: z.string(),
  max_tokens: z.int().positive(),
  stream: z.boolean().nullish(),
  system: z.union([z.string(), z.array(block)]).nullish(),
  messages: z
    .array(
      z.object({ role: z.enum(["user", "assistant"]), content: z.union([z.string().min(1), z.array(block).min(1)]) }),
    )
    .min(1),
  tools: z.array(z.object({ name: z.string(), description: z.string().nullish(), input_schema: schema })).default([]),
  tool_choice: z.object({ type: z.enum(["auto", "any", "tool", "none"]) }).nullish(),
  output_config: z.object({ format: z.object({ type: z.literal("json_schema"), schema }).nullish() }).nullish(),
});

/** @returns what the API says against it, or the turn: every call needs its result in the very next message. */
export function turnOfMessages(request: z.infer<typeof messagesRequest>): Turn | string {
  const blocks = request.messages.map(({ role, content }) => ({
    ...{ role, content: typeof content === "string" ? [{ type: "text", text: content }] : content },
  }));
  for (const [n, { content }] of blocks.entries()) {
    const calls = content.flatMap((one) => (one.type === "tool_use" ? [one.id] : []));
    const results = (blocks[n + 1]?.content ?? []).map((one) => ("tool_use_id" in one ? one.tool_use_id : undefined));
    if (calls.some((id) => !results.includes(id))) return "tool_use ids were found without tool_result blocks";
  }
  const all = blocks.flatMap(({ role, content }) => content.map((one) => ({ role, ...one })));
  const system = typeof request.system === "string" ? [{ text: request.system }] : (request.system ?? []);
  const results = all.flatMap((one) => (one.type === "tool_result" ? [json(one.content)] : []));
  const format = request.output_config?.format;
  return {
    ...{ model: request.model, stream: request.stream ?? false, toolOutputs: results },
    texts: [
      ...system.map(({ text = "" }) => ({ role: "developer", text })),
      ...all.flatMap(({ role, type, text }) => (type === "text" && text ? [{ role, text }] : [])),
    ],
    calledTools: all.flatMap((one) => (one.type === "tool_use" && "name" in one && one.name ? [one.name] : [])),
    hasJustLooked: all.at(-1)?.type === "tool_result",
    tools:
      request.tool_choice?.type === "none"
        ? []
        : request.tools.map(({ name, input_schema: parameters }) => ({ name, parameters })),
    format: format ? { name: "answer", schema: format.schema } : null,
  };
}

const id = (kind: string) => `${kind}_${newId().replaceAll("-", "")}`;
const stopOf = ({ refusal, incomplete, toolCalls }: Output) =>
  refusal !== null || incomplete === "content_filter"
    ? "refusal"
    : incomplete
      ? "max_tokens"
      : toolCalls.length > 0
        ? "tool_use"
        : "end_turn";

function headOf({ turn, inputText }: Asked) {
  return {
    ...{ id: id("msg"), type: "message", role: "assistant", model: turn.model, content: [] as object[] },
    ...{ stop_reason: null as string | null, stop_sequence: null, stop_details: null, container: null },
    usage: {
      ...{ input_tokens: tokens(inputText), cache_creation_input_tokens: 0, cache_read_input_tokens: 0 },
      ...{ output_tokens: 1, cache_creation: null, server_tool_use: null, service_tier: "standard" },
    },
  };
}

function blocksOf({ text, refusal, toolCalls }: Output) {
  const said = text ?? refusal;
  const texts = said === null || said === "" ? [] : [{ type: "text" as const, text: said, citations: null }];
  return [...texts, ...toolCalls.map(({ name, arguments: given }) => ({ type: "tool_use" as const, name, given }))];
}

const event = (type: string, fields: object, isPiece = false): Frame => ({
  text: sse({ type, ...fields }, type),
  isPiece,
});

/** Anthropic's Messages API. Source: https://platform.claude.com/docs/en/api/messages-streaming */
export const anthropic: Protocol = {
  name: "anthropic",
  whole(asked) {
    const head = headOf(asked);
    const content = blocksOf(asked.output).map((one) =>
      one.type === "text" ? one : { type: "tool_use", id: id("toolu"), name: one.name, input: json(one.given) },
    );
    const usage = { ...head.usage, output_tokens: tokens(JSON.stringify(content)) };
    return { ...head, content, stop_reason: stopOf(asked.output), usage };
  },
  frames(asked) {
    const head = headOf(asked);
    const blocks = blocksOf(asked.output);
    return [
      event("message_start", { message: head }),
      event("ping", {}),
      ...blocks.flatMap((one, index) => blockFrames(one, index)),
      event("message_delta", {
        delta: { stop_reason: stopOf(asked.output), stop_sequence: null, stop_details: null },
        usage: { ...head.usage, output_tokens: tokens(JSON.stringify(blocks)) },
      }),
      event("message_stop", {}),
    ];
  },
  more: () => event("content_block_delta", { index: 0, delta: { type: "text_delta", text: "and so on " } }, true),
  failure: (error) => event("error", errorOf(error)),
  error: errorOf,
  list: (models) => ({
    data: models.map(({ id, endsOn }) => ({
      ...{ id, type: "model", display_name: id, created_at: "2026-06-01T00:00:00Z" },
      ...{ lifecycle: endsOn ? "deprecated" : "active", retires_at: endsOn && `${endsOn}T00:00:00Z` },
    })),
    ...{ has_more: false, first_id: models[0]?.id ?? null, last_id: models.at(-1)?.id ?? null },
  }),
};

function blockFrames(one: ReturnType<typeof blocksOf>[number], index: number): Frame[] {
  const begun =
    one.type === "text" ? { ...one, text: "" } : { type: "tool_use", id: id("toolu"), name: one.name, input: {} };
  const deltas =
    one.type === "text"
      ? pieces(one.text).map((text) => ({ type: "text_delta", text }))
      : ["", ...pieces(one.given)].map((partial_json) => ({ type: "input_json_delta", partial_json }));
  return [
    event("content_block_start", { index, content_block: begun }),
    ...deltas.map((delta) => event("content_block_delta", { index, delta }, true)),
    event("content_block_stop", { index }),
  ];
}

const types: Record<number, string> = {
  ...{ 400: "invalid_request_error", 401: "authentication_error", 403: "permission_error", 404: "not_found_error" },
  ...{ 402: "billing_error", 413: "request_too_large", 429: "rate_limit_error", 529: "overloaded_error" },
};

function errorOf({ status, type, message = "The server had an error" }: Parameters<Protocol["error"]>[0]) {
  return {
    type: "error",
    error: { type: type ?? types[status] ?? "api_error", message, details: null },
    request_id: id("req"),
  };
}
