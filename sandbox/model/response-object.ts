import { now } from "../../src/platform/clock.ts";
import { newId } from "../../src/platform/ids.ts";
import type { Output } from "./respond.ts";

const id = (kind: string) => `${kind}_${newId().replaceAll("-", "")}`;

export type OutputItem = ReturnType<typeof messageItem> | ReturnType<typeof functionCallItem>;

/**
 * An answer of the Responses API.
 * Source: https://platform.openai.com/docs/api-reference/responses/object
 */
export function responseObject(body: Record<string, unknown>, output: Output, inputText: string) {
  const items = outputItems(output);
  const createdAt = Math.floor(now().getTime() / 1000);
  return {
    ...{
      id: id("resp"),
      object: "response",
      created_at: createdAt,
      completed_at: output.incomplete ? null : createdAt,
    },
    ...{ status: output.incomplete ? "incomplete" : "completed", error: null },
    incomplete_details: output.incomplete && { reason: output.incomplete },
    ...{ instructions: body.instructions ?? null, model: body.model, output: items },
    ...{ max_output_tokens: body.max_output_tokens ?? null, max_tool_calls: body.max_tool_calls ?? null },
    ...{ parallel_tool_calls: body.parallel_tool_calls ?? true, previous_response_id: null, store: body.store ?? true },
    ...{ temperature: body.temperature ?? 1, top_p: body.top_p ?? 1, truncation: "disabled", background: false },
    ...{
      tool_choice: body.tool_choice ?? "auto",
      tools: body.tools ?? [],
      text: body.text ?? { format: { type: "text" } },
    },
    ...{ reasoning: { effort: null, summary: null }, metadata: body.metadata ?? {}, usage: usage(inputText, items) },
    ...{ service_tier: "default", top_logprobs: 0 },
  };
}

function outputItems(output: Output) {
  const calls = output.toolCalls.map(functionCallItem);
  const says = output.text !== null || output.refusal !== null;
  return says ? [...calls, messageItem(output)] : calls;
}

function functionCallItem(call: Output["toolCalls"][number]) {
  return { id: id("fc"), type: "function_call" as const, status: "completed", call_id: id("call"), ...call };
}

function messageItem({ text, refusal, incomplete }: Output) {
  const said = text === null ? [] : [{ type: "output_text" as const, text, annotations: [], logprobs: [] }];
  const refused = refusal === null ? [] : [{ type: "refusal" as const, refusal }];
  const content = [...said, ...refused];
  return {
    id: id("msg"),
    type: "message" as const,
    role: "assistant",
    status: incomplete ? "incomplete" : "completed",
    content,
  };
}

/** About four characters a token. */
export function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}

function usage(inputText: string, items: unknown[]) {
  const [input, output] = [tokens(inputText), items.length === 0 ? 0 : tokens(JSON.stringify(items))];
  return {
    ...{ input_tokens: input, input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 } },
    ...{ output_tokens: output, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: input + output },
  };
}
