import OpenAI, { APIConnectionError, APIError } from "openai";
import { z } from "zod";
import { AppError, ProviderRejected, ProviderUnavailable } from "../../platform/errors.ts";
import { createFetch, requestFailure, retryAfterMs } from "../../platform/http-client.ts";
import type { Answer, Item, Model, Question } from "./port.ts";

export interface OpenaiOptions {
  apiKey: string;
  baseUrl: string;
  model: string;
  /** US dollars per million tokens. */
  prices: { input: number; output: number };
  /** For one answer. */
  timeoutMs?: number;
}

/**
 * Any model behind the OpenAI Responses API. Nothing is stored at the provider: every question carries all that was
 * said, with the model's own reasoning encrypted. Retrying is the caller's business.
 * Source: https://developers.openai.com/api/docs/guides/migrate-to-responses
 */
export function createOpenaiModel(options: OpenaiOptions): Model {
  const { apiKey, baseUrl, model, prices, timeoutMs = 30_000 } = options;
  const fetch = createFetch({ allowedOrigins: [baseUrl], timeoutMs });
  const client = new OpenAI({ apiKey, baseURL: baseUrl, fetch, timeout: timeoutMs, maxRetries: 0, logLevel: "off" });
  return {
    id: model,
    async respond(question, signal, onText) {
      const request = toRequest(model, question);
      try {
        if (onText) return toAnswer(await streamed(client, request, signal, onText));
        return toAnswer(await client.responses.create(request, { signal }));
      } catch (error) {
        throw error instanceof AppError ? error : modelFailure(error);
      }
    },
    priceMicros: ({ inputTokens, outputTokens }) =>
      Math.round(inputTokens * prices.input + outputTokens * prices.output),
  };
}

/** The whole answer at last; its words before, as they come. @throws ProviderUnavailable when it breaks off. */
async function streamed(
  client: OpenAI,
  request: OpenAI.Responses.ResponseCreateParamsNonStreaming,
  signal: AbortSignal,
  onText: (delta: string) => void,
): Promise<unknown> {
  const events = await client.responses.create({ ...request, stream: true }, { signal });
  for await (const event of events) {
    if (event.type === "response.output_text.delta") onText(event.delta);
    else if (event.type === "error")
      throw new ProviderUnavailable(`The AI model failed (${event.code ?? "no reason"})`);
    else if (/^response\.(?:completed|incomplete|failed)$/.test(event.type) && "response" in event)
      return event.response;
  }
  throw new ProviderUnavailable("The AI model broke off in the middle of its answer");
}

function toRequest(model: string, question: Question): OpenAI.Responses.ResponseCreateParamsNonStreaming {
  const { instructions, items, tools, mayCallTools, output, maxOutputTokens } = question;
  return {
    model,
    instructions,
    input: items.flatMap(toInput),
    tools: tools.map(({ name, description, schema }) => ({
      type: "function",
      name,
      description,
      parameters: schema,
      strict: true,
    })),
    tool_choice: mayCallTools ? "auto" : "none",
    ...(output && { text: { format: { type: "json_schema", strict: true, ...output } } }),
    max_output_tokens: maxOutputTokens,
    store: false,
    // Models that do not reason refuse to be asked for their reasoning.
    include: /^gpt-4/.test(model) ? [] : ["reasoning.encrypted_content"],
  };
}

function toInput(item: Item): OpenAI.Responses.ResponseInputItem[] {
  if (item.type === "text") return [{ role: "user", content: item.text }];
  if (item.type === "said") return [{ role: "assistant", content: item.text }];
  if (item.type === "tool_result") {
    return [{ type: "function_call_output", call_id: item.callId, output: item.text }];
  }
  // The API's own output items, sent back as they came.
  return item.answer.replay as OpenAI.Responses.ResponseInputItem[];
}

const responseShape = z.object({
  status: z.string().nullish(),
  error: z.object({ code: z.string().nullish() }).nullish(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  output: z.array(z.looseObject({ type: z.string() })),
  usage: z.object({ input_tokens: z.number().int(), output_tokens: z.number().int() }).nullish(),
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
  type: z.literal("function_call"),
  call_id: z.string(),
  name: z.string(),
  arguments: z.string(),
});

function toAnswer(answered: unknown): Answer {
  const parsed = responseShape.safeParse(answered);
  if (!parsed.success) throw unreadable(parsed.error);
  const { status, error, output, usage, incomplete_details: incomplete } = parsed.data;
  if (status === "failed") {
    throw new ProviderUnavailable(`The AI model failed (${error?.code ?? "no reason given"})`);
  }
  const parts = output.flatMap((item) => messageShape.safeParse(item).data?.content ?? []);
  const calls = output.flatMap((item) => callShape.safeParse(item).data ?? []);
  const refused = parts.some((part) => part?.type === "refusal");
  const incompleteEnd = incomplete?.reason === "content_filter" ? "filtered" : "cut";
  return {
    end: refused ? "refused" : status === "incomplete" ? incompleteEnd : "complete",
    text: parts.map((part) => (part?.type === "output_text" ? part.text : "")).join(""),
    toolCalls: calls.map((call) => ({ id: call.call_id, name: call.name, arguments: call.arguments })),
    usage: { inputTokens: usage?.input_tokens ?? 0, outputTokens: usage?.output_tokens ?? 0 },
    replay: output,
  };
}

function modelFailure(error: unknown): AppError {
  if (error instanceof APIConnectionError) return requestFailure(error, "The AI model");
  if (!(error instanceof APIError) || error.status === undefined) return unreadable(error);
  const { status, code, headers } = error;
  if (status === 429 && code === "insufficient_quota") {
    return new ProviderRejected("The account at the AI provider has no credit left", { cause: error });
  }
  if (status === 408 || status === 409 || status === 429 || status >= 500) {
    const wait = retryAfterMs(headers?.get("retry-after"));
    const what = status === 429 ? "The AI model asks to slow down" : `The AI model has a problem (${status})`;
    return new ProviderUnavailable(what, { cause: error, ...(wait !== undefined && { retryAfterMs: wait }) });
  }
  if (status === 401 || status === 403) {
    return new ProviderRejected("The AI provider does not accept our key", { cause: error });
  }
  return new ProviderRejected(`The AI model refused the request (${status})`, { cause: error });
}

function unreadable(cause: unknown): ProviderUnavailable {
  return new ProviderUnavailable("The AI model gave an answer we cannot read", { cause });
}
