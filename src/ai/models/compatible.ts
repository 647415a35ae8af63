import OpenAI from "openai";
import type { Adapter, AdapterOptions, Asked } from "./open-model.ts";
import { offeredBy } from "./openai.ts";
import type { Item, Question } from "./port.ts";
import { troubleWith } from "./trouble.ts";

/**
 * Any server that speaks OpenAI's Chat Completions: vLLM, Ollama, Groq, OpenRouter and others. They keep nothing
 * between answers, and there is nothing to send back but the words.
 * Source: https://platform.openai.com/docs/api-reference/chat
 */
export function compatibleAdapter({ apiKey, baseUrl, model, fetch, timeoutMs }: AdapterOptions): Adapter {
  const client = new OpenAI({ apiKey, baseURL: baseUrl, fetch, timeout: timeoutMs, maxRetries: 0, logLevel: "off" });
  return {
    async ask(question, signal, onText) {
      const chunks = await client.chat.completions.create(toRequest(model, question), { signal });
      return gather(chunks, onText);
    },
    offered: (signal) => offeredBy(client, signal),
  };
}

function toRequest(model: string, question: Question) {
  const { instructions, items, tools, mayCallTools, output, maxOutputTokens } = question;
  return {
    model,
    messages: [{ role: "system", content: instructions }, ...items.map(toMessage)],
    // Many servers take no empty list, nor a choice where there is none.
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, schema, isLoose }) => ({
        ...{ type: "function" as const, function: { name, description, parameters: schema, strict: !isLoose } },
      })),
      tool_choice: mayCallTools ? ("auto" as const) : ("none" as const),
    }),
    ...(output && { response_format: { type: "json_schema", json_schema: { strict: true, ...output } } }),
    max_tokens: maxOutputTokens,
    stream: true,
    stream_options: { include_usage: true },
  } satisfies OpenAI.Chat.ChatCompletionCreateParamsStreaming;
}

function toMessage(item: Item): OpenAI.Chat.ChatCompletionMessageParam {
  if (item.type === "text") return { role: "user", content: item.text };
  if (item.type === "said") return { role: "assistant", content: item.text };
  if (item.type === "tool_result") return { role: "tool", tool_call_id: item.callId, content: item.text };
  const { text, toolCalls } = item.answer;
  const calls = toolCalls.map(({ id, name, arguments: given }) => ({
    ...{ id, type: "function" as const, function: { name, arguments: given } },
  }));
  return { role: "assistant", content: text, ...(calls.length > 0 && { tool_calls: calls }) };
}

async function gather(
  chunks: AsyncIterable<OpenAI.Chat.ChatCompletionChunk>,
  onText: (delta: string) => void,
): Promise<Asked> {
  let [text, refusal, finish]: [string, string, string | null] = ["", "", null];
  const calls: Asked["toolCalls"] = [];
  let usage: OpenAI.CompletionUsage | null | undefined;
  let began = false;
  for await (const chunk of chunks) {
    began = true;
    usage = chunk.usage ?? usage;
    // The last one may have none, and some servers leave the list out.
    const [choice] = chunk.choices ?? [];
    if (!choice) continue;
    finish = choice.finish_reason ?? finish;
    const { content, refusal: declined, tool_calls: called = [] } = choice.delta ?? {};
    refusal += declined ?? "";
    if (content) {
      text += content;
      onText(content);
    }
    for (const piece of called) {
      // A server that sends calls whole may number them all alike, or not at all.
      const known = piece.id ? calls.find(({ id }) => id === piece.id) : calls[piece.index ?? calls.length - 1];
      if (known) known.arguments += piece.function?.arguments ?? "";
      else {
        const { name = "", arguments: given = "" } = piece.function ?? {};
        calls.push({ id: piece.id ?? `call_${calls.length}`, name, arguments: given });
      }
    }
  }
  if (finish === null) throw troubleWith(began ? "broken_off" : "unreadable");
  return {
    end: refusal ? "refused" : finish === "length" ? "cut" : finish === "content_filter" ? "filtered" : "complete",
    text,
    toolCalls: calls,
    usage: {
      inputTokens: usage?.prompt_tokens ?? 0,
      cachedTokens: usage?.prompt_tokens_details?.cached_tokens ?? 0,
      outputTokens: usage?.completion_tokens ?? 0,
    },
    replay: null,
  };
}
