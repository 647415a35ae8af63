import { chatCompletion } from "./chat-completion.ts";
import { type Frame, type Protocol, pieces, sse } from "./protocol.ts";
import { openaiError, openaiModels } from "./responses.ts";

/** OpenAI's Chat Completions. Source: https://platform.openai.com/docs/api-reference/chat-streaming */
export const chat: Protocol = {
  name: "chat",
  whole: ({ turn, output, inputText }) => chatCompletion(turn.model, output, inputText),
  frames({ turn, body, output, inputText }) {
    const { choices, usage, ...head } = chatCompletion(turn.model, output, inputText);
    const common = { ...head, object: "chat.completion.chunk" };
    const [{ message, finish_reason }] = choices as [(typeof choices)[number]];
    const chunk = (delta: object, finish: string | null = null): Frame => ({
      text: sse({ ...common, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] }),
      isPiece: finish === null,
    });
    const calls = ("tool_calls" in message && message.tool_calls) || [];
    const wantsUsage = Object(body.stream_options).include_usage === true;
    return [
      { ...chunk({ role: "assistant", content: "", refusal: null }), isPiece: false },
      ...pieces(message.content ?? "").map((content) => chunk({ content })),
      ...pieces(message.refusal ?? "").map((refusal) => chunk({ refusal })),
      ...calls.flatMap(({ id, type, function: { name, arguments: given } }, index) => [
        chunk({ tool_calls: [{ index, id, type, function: { name, arguments: "" } }] }),
        ...pieces(given).map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
      ]),
      chunk({}, finish_reason),
      ...(wantsUsage ? [{ text: sse({ ...common, choices: [], usage }) }] : []),
      { text: "data: [DONE]\n\n" },
    ];
  },
  more: () => ({ text: sse({ ...endless, choices: [{ index: 0, delta: { content: "and so on " } }] }), isPiece: true }),
  failure: (error) => ({ text: sse(openaiError(error)) }),
  error: openaiError,
  list: openaiModels,
};

const endless = { id: "chatcmpl-endless", object: "chat.completion.chunk", created: 1_780_000_000, model: "sandbox" };
