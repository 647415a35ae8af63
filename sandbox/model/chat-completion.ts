import { now } from "../../src/platform/clock.ts";
import { newId } from "../../src/platform/ids.ts";
import type { Output } from "./respond.ts";
import { tokens } from "./response-object.ts";

/**
 * An answer of the Chat Completions API.
 * Source: https://platform.openai.com/docs/api-reference/chat/object
 */
export function chatCompletion(model: string, output: Output, inputText: string) {
  const id = newId().replaceAll("-", "");
  const tool_calls = output.toolCalls.map((call, i) => ({ id: `call_${id}${i}`, type: "function", function: call }));
  const called = tool_calls.length > 0 ? { tool_calls } : {};
  const message = { role: "assistant", content: output.text, refusal: output.refusal, annotations: [], ...called };
  const cut = output.incomplete === "content_filter" ? "content_filter" : output.incomplete ? "length" : "stop";
  const finish_reason = tool_calls.length > 0 ? "tool_calls" : cut;
  const [prompt_tokens, completion_tokens] = [tokens(inputText), tokens(JSON.stringify(message))];
  return {
    ...{ id: `chatcmpl-${id}`, object: "chat.completion", created: Math.floor(now().getTime() / 1000), model },
    choices: [{ index: 0, message, logprobs: null, finish_reason }],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
    service_tier: "default",
  };
}
