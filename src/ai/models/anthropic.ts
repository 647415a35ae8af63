// Anthropic's own client: its compatibility layer for OpenAI's leaves out schemas and thinking.
import Anthropic from "@anthropic-ai/sdk";
import { objectIn } from "./json-in.ts";
import type { Adapter, AdapterOptions, Asked, ReplayOf } from "./open-model.ts";
import type { Item, Question } from "./port.ts";
import { troubleWith } from "./trouble.ts";

/** Anthropic's Messages API. Source: https://platform.claude.com/docs/en/api/messages */
export function anthropicAdapter({ apiKey, baseUrl, model, fetch, timeoutMs, replayOf }: AdapterOptions): Adapter {
  const client = new Anthropic({ apiKey, baseURL: baseUrl, fetch, timeout: timeoutMs, maxRetries: 0, logLevel: "off" });
  return {
    async ask(question, signal, onText) {
      const events = await client.messages.create(toRequest(model, question, replayOf), { signal });
      return gather(events, onText);
    },
    async offered(signal) {
      const { data } = await client.models.list({ limit: 1000 }, { signal });
      return data.map(({ id, retires_at }) => ({ id, endsOn: retires_at?.slice(0, 10) ?? null }));
    },
  };
}

function toRequest(model: string, question: Question, replayOf: ReplayOf) {
  const { instructions, items, tools, mayCallTools, output, maxOutputTokens } = question;
  return {
    model,
    system: instructions,
    messages: toMessages(items, replayOf),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, schema }) => ({
        ...{ name, description, input_schema: { ...schema, type: "object" as const } },
      })),
      tool_choice: { type: mayCallTools ? ("auto" as const) : ("none" as const) },
    }),
    ...(output && { output_config: { format: { type: "json_schema", schema: output.schema } } }),
    max_tokens: maxOutputTokens,
    stream: true,
  } satisfies Anthropic.MessageCreateParamsStreaming;
}

type Block = Anthropic.ContentBlockParam;

/** Who speaks takes turns: all results of one answer's calls stand in one message. */
function toMessages(items: readonly Item[], replayOf: ReplayOf): Anthropic.MessageParam[] {
  const messages: { role: "user" | "assistant"; content: Block[] }[] = [];
  for (const item of items) {
    const role = item.type === "text" || item.type === "tool_result" ? "user" : "assistant";
    const content = blocksOf(item, replayOf);
    const last = messages.at(-1);
    if (content.length === 0) continue;
    if (last?.role === role) last.content.push(...content);
    else messages.push({ role, content });
  }
  return messages;
}

function blocksOf(item: Item, replayOf: ReplayOf): Block[] {
  if (item.type === "tool_result") return [{ type: "tool_result", tool_use_id: item.callId, content: item.text }];
  if (item.type !== "answer") return textBlocks(item.text);
  // The API's own blocks, thinking with its signature, sent back as they came.
  const own = replayOf(item.answer) as Block[] | null;
  const { text, toolCalls } = item.answer;
  const calls = toolCalls.map(({ id, name, arguments: given }) => ({
    ...{ type: "tool_use" as const, id, name, input: objectIn(given) },
  }));
  return own ?? [...textBlocks(text), ...calls];
}

function textBlocks(text: string): Block[] {
  return text === "" ? [] : [{ type: "text", text }];
}

/** Blocks as they grow: the arguments of a call come as pieces of JSON. */
interface Growing {
  block: Record<string, unknown> & { type: string };
  json: string;
}

async function gather(
  events: AsyncIterable<Anthropic.RawMessageStreamEvent>,
  onText: (delta: string) => void,
): Promise<Asked> {
  const growing = new Map<number, Growing>();
  let stop: Anthropic.StopReason | null = null;
  let [began, isOver] = [false, false];
  const usage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0 };
  for await (const event of events) {
    began = true;
    if (event.type === "message_start") note(usage, event.message.usage);
    else if (event.type === "content_block_start") {
      growing.set(event.index, { block: { ...event.content_block }, json: "" });
    } else if (event.type === "content_block_delta") {
      const one = growing.get(event.index);
      if (!one) throw troubleWith("unreadable");
      grow(one, event.delta);
      if (event.delta.type === "text_delta") onText(event.delta.text);
    } else if (event.type === "message_delta") {
      stop = event.delta.stop_reason;
      note(usage, event.usage);
    } else if (event.type === "message_stop") isOver = true;
  }
  if (!isOver) throw troubleWith(began ? "broken_off" : "unreadable");
  return answerOf([...growing.values()], stop, usage);
}

function grow(one: Growing, delta: Anthropic.RawContentBlockDelta) {
  const { block } = one;
  if (delta.type === "text_delta") block.text = `${block.text ?? ""}${delta.text}`;
  else if (delta.type === "input_json_delta") one.json += delta.partial_json;
  else if (delta.type === "thinking_delta") block.thinking = `${block.thinking ?? ""}${delta.thinking}`;
  else if (delta.type === "signature_delta") block.signature = delta.signature;
}

function answerOf(growing: readonly Growing[], stop: Anthropic.StopReason | null, usage: Asked["usage"]): Asked {
  const blocks = growing.map(({ block, json }) =>
    block.type === "tool_use" ? { ...block, input: objectIn(json) } : block,
  );
  const texts = blocks.map((block) => ("text" in block && block.type === "text" ? String(block.text) : ""));
  const calls = growing.flatMap(({ block, json }) =>
    block.type === "tool_use" ? [{ id: String(block.id), name: String(block.name), arguments: json || "{}" }] : [],
  );
  return {
    end: endOfStop(stop),
    text: texts.join(""),
    toolCalls: calls,
    usage,
    // Empty ones are refused when they come back.
    replay: blocks.filter((block) => !(block.type === "text" && "text" in block && block.text === "")),
  };
}

function endOfStop(stop: Anthropic.StopReason | null): Asked["end"] {
  if (stop === "refusal") return "refused";
  return stop === "max_tokens" || stop === "model_context_window_exceeded" ? "cut" : "complete";
}

type Told = { [K in "input_tokens" | "output_tokens"]?: number | null } & {
  cache_read_input_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
};

/** Sums so far. What was read from the cache, or put there, is not among the input. */
function note(usage: Asked["usage"], told: Told | null | undefined) {
  const { input_tokens: input, cache_read_input_tokens: cached, cache_creation_input_tokens: kept } = told ?? {};
  if (typeof input === "number") {
    usage.cachedTokens = cached ?? usage.cachedTokens;
    usage.inputTokens = input + usage.cachedTokens + (kept ?? 0);
  }
  usage.outputTokens = told?.output_tokens ?? usage.outputTokens;
}
