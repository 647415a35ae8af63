import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { type Agent, defaultLimits, type Limits } from "../../src/ai/config.ts";
import { openModel } from "../../src/ai/models/open-model.ts";
import { closeAtEnd } from "../support/close-at-end.ts";

const asked = z.looseObject({
  model: z.string(),
  instructions: z.string(),
  input: z.array(z.looseObject({ type: z.string().optional() })),
  tools: z.array(z.looseObject({ name: z.string() })),
  tool_choice: z.string(),
  store: z.literal(false),
  stream: z.literal(true),
  text: z.looseObject({ format: z.looseObject({ name: z.string().optional() }).optional() }).optional(),
});
export type Asked = z.infer<typeof asked>;

/** What the model does with one question. */
export interface Turnout {
  /** Output items of the Responses API. */
  output?: unknown[];
  status?: string;
  incomplete?: string;
  /** Instead of an answer. */
  http?: { status: number; body?: string; headers?: Record<string, string> };
  cut?: boolean;
  delayMs?: number;
  /** Happens while the model thinks. */
  meanwhile?: () => Promise<unknown>;
}

export interface ScriptedModel {
  asked: Asked[];
  /** One entry per question; the last one answers all that follow. */
  script: Turnout[];
  /** Questions beside the turn, and what it does with each: nothing in a text but its words, unless a test says so. */
  aside: Asked[];
  asides: Turnout[];
  agent(limits?: Partial<Limits>, timeoutMs?: number): Agent;
}

/** A server of the Responses protocol that does exactly what a test says, over real HTTP. */
export async function startScriptedModel(): Promise<ScriptedModel> {
  const model: ScriptedModel = { asked: [], script: [], aside: [], asides: [], agent };
  const server = createServer((request, response) => void respond(model, request, response));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closeAtEnd(async () => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  function agent(limits: Partial<Limits> = {}, timeoutMs = 5000): Agent {
    const prices = { input: 2, output: 10 };
    const baseUrl = `http://127.0.0.1:${port}/v1`;
    return {
      models: [openModel({ provider: "openai", apiKey: "test", baseUrl, model: "test-model", prices, timeoutMs })],
      debounceMs: 0,
      limits: { ...defaultLimits, retryDelayMs: 5, ...limits },
    };
  }
  return model;
}

async function respond(model: ScriptedModel, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = asked.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
  const turnout = turnoutOf(model, body);
  await turnout.meanwhile?.();
  if (turnout.delayMs) await wait(turnout.delayMs, undefined, { ref: false });
  if (turnout.cut) return void request.socket.destroy();
  const { status = 200, headers = {}, body: text } = turnout.http ?? {};
  const isStream = turnout.http === undefined;
  response.writeHead(status, { "content-type": isStream ? "text/event-stream" : "application/json", ...headers });
  response.end(text ?? frameOf(answerOf(body, turnout)));
}

function turnoutOf({ asked, script, aside, asides }: ScriptedModel, body: Asked): Turnout {
  const isAside = /^(?:reading|judgement)$/.test(body.text?.format?.name ?? "");
  const [heard, turnouts] = isAside ? [aside, asides] : [asked, script];
  heard.push(body);
  const usual = isAside ? (body.text?.format?.name === "reading" ? reads("") : supports()) : says("Hello!");
  return turnouts[Math.min(heard.length, turnouts.length) - 1] ?? usual;
}

/** The last event of a stream holds all of it. */
function frameOf(answer: ReturnType<typeof answerOf>): string {
  const type = `response.${answer.status}`;
  return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: 0, response: answer })}\n\n`;
}

function answerOf({ model }: Asked, { output = [], status = "completed", incomplete }: Turnout) {
  return {
    id: `resp_${randomUUID()}`,
    object: "response",
    created_at: Math.floor(Date.now() / 1000),
    model,
    status,
    error: null,
    incomplete_details: incomplete ? { reason: incomplete } : null,
    output,
    usage: { input_tokens: 100, output_tokens: 20, total_tokens: 120 },
  };
}

const message = (content: unknown) => ({
  type: "message",
  id: `msg_${randomUUID()}`,
  role: "assistant",
  status: "completed",
  content: [content],
});

/** The model writes this text as it stands. */
export function writes(text: string): Turnout {
  return { output: [message({ type: "output_text", text, annotations: [] })] };
}

/** The model gives its final answer. */
export function says(reply: string, sources: string[] = []): Turnout {
  return writes(JSON.stringify({ reply, sources }));
}

/** The model ends its turn with this outcome. */
export function ends(final: { outcome: string; reply?: string; intent?: string; reason?: string; summary?: string }) {
  const rest = { reply: "", sources: [], intent: "other", reason: "", summary: "" };
  return writes(JSON.stringify({ ...rest, ...final }));
}

/** The model has read a stranger's text. */
export function reads(summary: string, facts: Record<string, string> = {}, holdsInstructions = false): Turnout {
  const named = Object.entries(facts).map(([name, value]) => ({ name, value }));
  return writes(JSON.stringify({ summary, facts: named, holdsInstructions }));
}

/** The model has judged an answer: these sentences of it rest on nothing. */
export function supports(...unsupported: number[]): Turnout {
  return writes(JSON.stringify({ unsupported }));
}

export function refuses(): Turnout {
  return { output: [message({ type: "refusal", refusal: "I cannot help with that." })] };
}

/** The model calls tools; `arguments` as text may be anything. */
export function uses(...calls: [name: string, input: object | string][]): Turnout {
  return {
    output: [
      { type: "reasoning", id: `rs_${randomUUID()}`, summary: [], encrypted_content: "sealed" },
      ...calls.map(([name, input]) => ({
        type: "function_call",
        id: `fc_${randomUUID()}`,
        call_id: `call_${randomUUID()}`,
        name,
        arguments: typeof input === "string" ? input : JSON.stringify(input),
        status: "completed",
      })),
    ],
  };
}
