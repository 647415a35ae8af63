import { setTimeout as wait } from "node:timers/promises";
import type { Response } from "express";
import type { OutputItem, responseObject } from "./response-object.ts";

type Answer = ReturnType<typeof responseObject>;
type Event = { type: string; [field: string]: unknown };

/**
 * Sends an answer as the Responses API streams it.
 *
 * @param how.endless goes on with deltas until the client leaves.
 * Source: https://platform.openai.com/docs/api-reference/responses-streaming
 */
export async function stream(
  response: Response,
  answer: Answer,
  { endless = false, pieceDelayMs = 0 }: { endless?: boolean | undefined; pieceDelayMs?: number | undefined },
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  let sequence_number = 0;
  const send = ({ type, ...fields }: Event) =>
    response.write(
      `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence_number++, ...fields })}\n\n`,
    );
  const begun = { ...answer, status: "in_progress", completed_at: null, output: [], usage: undefined };
  send({ type: "response.created", response: begun });
  send({ type: "response.in_progress", response: begun });
  for (const [output_index, item] of answer.output.entries()) {
    for (const event of itemEvents(item, output_index)) {
      if (response.destroyed) return;
      send(event);
      if (pieceDelayMs > 0 && event.type.endsWith(".delta")) await wait(pieceDelayMs);
    }
  }
  while (endless && !response.destroyed) {
    send({
      type: "response.output_text.delta",
      item_id: "msg_endless",
      output_index: 0,
      content_index: 0,
      delta: "and so on ",
      logprobs: [],
    });
    await wait(50);
  }
  send({ type: answer.status === "incomplete" ? "response.incomplete" : "response.completed", response: answer });
  response.end();
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
    ...chunks(item.arguments).map((delta) => ({ type: "response.function_call_arguments.delta", ...at, delta })),
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
      ...chunks(said).map((delta) => ({ type: `response.${kind}.delta`, ...at, delta, ...logprobs })),
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

function chunks(text: string): string[] {
  return text.match(/[\s\S]{1,24}/g) ?? [];
}
