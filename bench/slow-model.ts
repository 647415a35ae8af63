import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/**
 * A model for the AI bench, in a process of its own, by OpenAI's Responses protocol: it thinks for as long as its name
 * says ("slow-2000"), calls `find_orders` once when its name ends with "-looks", and answers in the form asked for.
 */
interface Body {
  model: string;
  input: { type?: string }[];
  text?: { format?: { schema?: { properties?: Record<string, { type?: string; enum?: unknown[] }> } } };
}

const words = "Thank you for your message. We are looking at it and will answer you soon.";

const server = createServer((request, response) => void answer(request, response));
server.listen(0, "127.0.0.1", () => {
  // Listening on TCP, so that the address has a port.
  const { port } = server.address() as AddressInfo;
  process.send?.(port);
});
process.once("disconnect", () => process.exit());

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body: Body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  await wait(Number(/\d+/.exec(body.model)?.[0] ?? 0));
  const looks = body.model.endsWith("-looks") && !body.input.some(({ type }) => type === "function_call_output");
  const item = looks ? call() : message(finalOf(body));
  const frames: object[] = [{ type: "response.created", response: whole(body.model, "in_progress", []) }];
  if (!looks) frames.push({ type: "response.output_text.delta", item_id: "m", output_index: 0, delta: finalOf(body) });
  frames.push({ type: "response.completed", response: whole(body.model, "completed", [item]) });
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.end(frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join(""));
}

function finalOf({ text }: Body): string {
  const properties = text?.format?.schema?.properties;
  if (!properties) return words;
  const fields = Object.entries(properties).map(([name, { type, enum: choices }]) => {
    const empty = type === "array" ? [] : "";
    return [name, name === "reply" ? words : (choices?.[0] ?? empty)];
  });
  return JSON.stringify({ ...Object.fromEntries(fields), ...(properties.outcome && { outcome: "reply" }) });
}

function call() {
  const ids = { id: `fc_${randomUUID()}`, call_id: `call_${randomUUID()}` };
  return { type: "function_call", ...ids, name: "find_orders", arguments: "{}", status: "completed" };
}

function message(text: string) {
  const content = [{ type: "output_text", text, annotations: [] }];
  return { type: "message", id: `msg_${randomUUID()}`, role: "assistant", status: "completed", content };
}

function whole(model: string, status: string, output: unknown[]) {
  return {
    ...{ id: "resp_bench", object: "response", created_at: 1_790_000_000, model, status, error: null, output },
    ...{ incomplete_details: null, usage: { input_tokens: 1000, output_tokens: 50, total_tokens: 1050 } },
  };
}
