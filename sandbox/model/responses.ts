import { type Frame, type Protocol, pieces, sse } from "./protocol.ts";
import { type OutputItem, responseObject } from "./response-object.ts";

type Event = { type: string; [field: string]: unknown };

/** OpenAI's Responses API. Source: https://platform.openai.com/docs/api-reference/responses-streaming */
export const responses: Protocol = {
  name: "responses",
  whole: ({ body, output, inputText }) => responseObject(body, output, inputText),
  frames({ body, output, inputText }) {
    const answer = responseObject(body, output, inputText);
    const begun = { ...answer, status: "in_progress", completed_at: null, output: [], usage: undefined };
    const events: Event[] = [
      { type: "response.created", response: begun },
      { type: "response.in_progress", response: begun },
      ...answer.output.flatMap((item, output_index) => itemEvents(item, output_index)),
      { type: answer.status === "incomplete" ? "response.incomplete" : "response.completed", response: answer },
    ];
    return events.map(frameOf);
  },
  more: () => frameOf({ type: "response.output_text.delta", ...endlessPlace, delta: "and so on ", logprobs: [] }, 99),
  failure: ({ code = "server_error", message = "The server had an error" }) =>
    frameOf({ type: "error", code, message, param: null }, 99),
  error: openaiError,
  list: openaiModels,
};

const endlessPlace = { item_id: "msg_endless", output_index: 0, content_index: 0 };

export const whatThisIs = "rule-based stand-in, not a language model";

export function openaiModels(models: Parameters<Protocol["list"]>[0]) {
  return {
    object: "list",
    data: models.map(({ id, endsOn }) => ({
      ...{ id, object: "model", created: 1_780_000_000, owned_by: `sandbox (${whatThisIs})`, shutdown_date: endsOn },
    })),
  };
}

export function openaiError({ status, code = null, type, message = "The server had an error" }: ErrorOf) {
  const usual = status === 429 ? "rate_limit_exceeded" : status >= 500 ? "server_error" : "invalid_request_error";
  return { error: { message, type: type ?? usual, param: null, code } };
}
type ErrorOf = Parameters<Protocol["error"]>[0];

function frameOf({ type, ...fields }: Event, sequence_number: number): Frame {
  return { text: sse({ type, sequence_number, ...fields }, type), isPiece: type.endsWith(".delta") };
}

function itemEvents(item: OutputItem, output_index: number): Event[] {
  const at = { item_id: item.id, output_index };
  const begun =
    item.type === "message"
      ? { ...item, status: "in_progress", content: [] }
      : { ...item, status: "in_progress", arguments: "" };
  return [
    { type: "response.output_item.added", output_index, item: begun },
    ...(item.type === "message" ? messageEvents(item, at) : callEvents(item, at)),
    { type: "response.output_item.done", output_index, item },
  ];
}

function callEvents(item: Extract<OutputItem, { type: "function_call" }>, at: object): Event[] {
  return [
    ...pieces(item.arguments).map((delta) => ({ type: "response.function_call_arguments.delta", ...at, delta })),
    { type: "response.function_call_arguments.done", ...at, name: item.name, arguments: item.arguments },
  ];
}

function messageEvents(item: Extract<OutputItem, { type: "message" }>, place: object): Event[] {
  return item.content.flatMap((part, content_index): Event[] => {
    const at = { ...place, content_index };
    const kind = part.type === "output_text" ? "output_text" : "refusal";
    const [said, empty] =
      part.type === "output_text" ? [part.text, { ...part, text: "" }] : [part.refusal, { ...part, refusal: "" }];
    const logprobs = kind === "output_text" ? { logprobs: [] } : {};
    return [
      { type: "response.content_part.added", ...at, part: empty },
      ...pieces(said).map((delta) => ({ type: `response.${kind}.delta`, ...at, delta, ...logprobs })),
      {
        type: `response.${kind}.done`,
        ...at,
        ...(part.type === "output_text" ? { text: said } : { refusal: said }),
        ...logprobs,
      },
      { type: "response.content_part.done", ...at, part },
    ];
  });
}
