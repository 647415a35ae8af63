import OpenAI from "openai";
import { z } from "zod";
import type { Adapter, AdapterOptions, Asked, ReplayOf } from "./open-model.ts";
import type { Item, Question } from "./port.ts";
import { failureOf, troubleWith } from "./trouble.ts";

/**
 * OpenAI's Responses API, and whoever else speaks it. Nothing is stored at the provider: every question carries all
 * that was said, with the model's own reasoning encrypted.
 * Source: https://developers.openai.com/api/docs/guides/migrate-to-responses
 */
export function openaiAdapter({ apiKey, baseUrl, model, fetch, timeoutMs, replayOf }: AdapterOptions): Adapter {
  const client = new OpenAI({ apiKey, baseURL: baseUrl, fetch, timeout: timeoutMs, maxRetries: 0, logLevel: "off" });
  return {
    async ask(question, signal, onText) {
      const events = await client.responses.create(toRequest(model, question, replayOf), { signal });
      let began = false;
      for await (const event of events) {
        began = true;
        if (event.type === "response.output_text.delta") onText(event.delta);
        // The SDK throws what it knows as an error; this is one that it does not.
        else if (event.type === "error") throw failureOf(Object.assign(new Error(event.message), { error: event }));
        else if (/^response\.(?:completed|incomplete|failed)$/.test(event.type) && "response" in event)
          return toAnswer(event.response);
      }
      throw troubleWith(began ? "broken_off" : "unreadable");
    },
    offered: (signal) => offeredBy(client, signal),
  };
}

/** Also of servers that speak Chat Completions only. */
export async function offeredBy(client: OpenAI, signal: AbortSignal) {
  const { data } = await client.models.list({ signal });
  return data.map(({ id, shutdown_date }) => ({ id, endsOn: shutdown_date?.slice(0, 10) ?? null }));
}

function toRequest(model: string, question: Question, replayOf: ReplayOf) {
  const { instructions, items, tools, mayCallTools, output, maxOutputTokens } = question;
  return {
    model,
    instructions,
    input: items.flatMap((item) => toInput(item, replayOf)),
    tools: tools.map(({ name, description, schema, isLoose }) => ({
      ...{ type: "function" as const, name, description, parameters: schema, strict: !isLoose },
    })),
    tool_choice: mayCallTools ? "auto" : "none",
    ...(output && { text: { format: { type: "json_schema", strict: true, ...output } } }),
    max_output_tokens: maxOutputTokens,
    store: false,
    stream: true,
    // Models that do not reason refuse to be asked for their reasoning.
    include: /^gpt-4/.test(model) ? [] : ["reasoning.encrypted_content"],
  } satisfies OpenAI.Responses.ResponseCreateParamsStreaming;
}

function toInput(item: Item, replayOf: ReplayOf): OpenAI.Responses.ResponseInputItem[] {
  if (item.type === "text") return [{ role: "user", content: item.text }];
  if (item.type === "said") return [{ role: "assistant", content: item.text }];
  if (item.type === "tool_result") {
    return [{ type: "function_call_output", call_id: item.callId, output: item.text }];
  }
  // The API's own output items, sent back as they came.
  const own = replayOf(item.answer) as OpenAI.Responses.ResponseInputItem[] | null;
  const { text, toolCalls } = item.answer;
  const said = text === "" ? [] : [{ role: "assistant" as const, content: text }];
  const called = toolCalls.map((call) => ({
    ...{ type: "function_call" as const, call_id: call.id, name: call.name, arguments: call.arguments },
  }));
  return own ?? [...said, ...called];
}

const usageShape = z.object({
  input_tokens: z.number().int(),
  output_tokens: z.number().int(),
  input_tokens_details: z.object({ cached_tokens: z.number().int().nullish() }).nullish(),
});
const responseShape = z.object({
  status: z.string().nullish(),
  error: z.object({ code: z.string().nullish() }).nullish(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  output: z.array(z.looseObject({ type: z.string() })),
  usage: usageShape.nullish(),
});
const messageShape = z.object({
  type: z.literal("message"),
  content: z.array(
    z.union([
      z.object({ type: z.literal("output_text"), text: z.string() }),
      z.object({ type: z.literal("refusal"), refusal: z.string() }),
      z.looseObject({ type: z.string() }).transform(() => null),
    ]),
  ),
});
const callShape = z.object({
  ...{ type: z.literal("function_call"), call_id: z.string(), name: z.string(), arguments: z.string() },
});

function toAnswer(answered: unknown): Asked {
  const parsed = responseShape.safeParse(answered);
  if (!parsed.success) throw troubleWith("unreadable", { cause: parsed.error });
  const { status, error, output, usage, incomplete_details: incomplete } = parsed.data;
  if (status === "failed") throw failureOf(Object.assign(new Error("failed"), { error: error ?? {} }));
  const parts = output.flatMap((item) => messageShape.safeParse(item).data?.content ?? []);
  const calls = output.flatMap((item) => callShape.safeParse(item).data ?? []);
  const refused = parts.some((part) => part?.type === "refusal");
  const incompleteEnd = incomplete?.reason === "content_filter" ? "filtered" : "cut";
  return {
    end: refused ? "refused" : status === "incomplete" ? incompleteEnd : "complete",
    text: parts.map((part) => (part?.type === "output_text" ? part.text : "")).join(""),
    toolCalls: calls.map((call) => ({ id: call.call_id, name: call.name, arguments: call.arguments })),
    usage: {
      inputTokens: usage?.input_tokens ?? 0,
      cachedTokens: usage?.input_tokens_details?.cached_tokens ?? 0,
      outputTokens: usage?.output_tokens ?? 0,
    },
    replay: output,
  };
}
