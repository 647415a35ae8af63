import { setTimeout as wait } from "node:timers/promises";
import express, { type Request, type Response, Router } from "express";
import { z } from "zod";
import { newId } from "../../src/platform/ids.ts";
import { faultHandler } from "../faults.ts";
import type { Sandbox } from "../sandbox.ts";
import { chatCompletion } from "./chat-completion.ts";
import { type Output, respond, scriptedOutput } from "./respond.ts";
import { responseObject } from "./response-object.ts";
import { type ScriptedAnswer, takeScripted } from "./state.ts";
import { stream } from "./stream.ts";
import { chatRequest, responsesRequest, type Turn, turnOfChat, turnOfResponses } from "./turn.ts";

const whatThisIs = "rule-based stand-in, not a language model";
const keptRequests = 100;
const model = { id: "sandbox", object: "model", created: 1_780_000_000, owned_by: `sandbox (${whatThisIs})` };
const anyBody = z.record(z.string(), z.unknown());

/** OpenAI's protocol, mounted at /openai/v1. */
export function modelRoutes(sandbox: Sandbox): Router {
  const routes = Router();
  routes.use(faultHandler("model", sandbox, (status) => apiError(status, "The server had an error")));
  routes.use((request, response, next) => {
    response.set({ "x-sandbox-model": whatThisIs, "x-request-id": `req_${newId().replaceAll("-", "")}` });
    if (request.get("authorization") === `Bearer ${sandbox.settings.secrets.openaiApiKey}`) return next();
    response.status(401).json(apiError(401, "Incorrect API key provided.", "invalid_api_key"));
  });
  routes.use(express.json({ limit: "20mb" }));
  routes.get("/models", (_request, response) => void response.json({ object: "list", data: [model] }));
  routes.get("/models/:id", (request, response) => {
    if (request.params.id === model.id) return void response.json(model);
    response.status(404).json(apiError(404, `The model '${request.params.id}' does not exist`, "model_not_found"));
  });
  routes.post("/responses", async (request, response) => {
    const body = responsesRequest.safeParse(request.body);
    if (!body.success) return void response.status(400).json(apiError(400, z.prettifyError(body.error)));
    await answer(sandbox, request, response, turnOfResponses(body.data), responseObject);
  });
  routes.post("/chat/completions", async (request, response) => {
    const body = chatRequest.safeParse(request.body);
    if (!body.success) return void response.status(400).json(apiError(400, z.prettifyError(body.error)));
    if (body.data.stream) return void response.status(400).json(apiError(400, "The sandbox streams responses only."));
    const turn = turnOfChat(body.data);
    await answer(sandbox, request, response, turn, (_body, output, text) => chatCompletion(turn.model, output, text));
  });
  routes.use((_request, response) => void response.status(404).json(apiError(404, "Unknown request URL")));
  return routes;
}

type Shape = (body: Record<string, unknown>, output: Output, inputText: string) => object;

async function answer(sandbox: Sandbox, request: Request, response: Response, turn: Turn, shape: Shape): Promise<void> {
  const { model: state } = sandbox;
  const body = anyBody.parse(request.body);
  state.requests = [...state.requests, body].slice(-keptRequests);
  const scripted = takeScripted(state);
  if (scripted?.delayMs) await wait(scripted.delayMs, undefined, { ref: false });
  if (scripted && isFailure(scripted, response)) return;
  const output = scripted ? scriptedOutput(scripted, turn) : respond(turn);
  const endless = scripted?.endless ?? false;
  const { pieceDelayMs } = scripted ?? {};
  if (turn.stream) {
    return stream(response, responseObject(body, output, JSON.stringify(body)), { endless, pieceDelayMs });
  }
  if (!endless) response.json(shape(body, output, JSON.stringify(body)));
}

function isFailure({ status, error, raw, retryAfterSeconds }: ScriptedAnswer, response: Response): boolean {
  if (retryAfterSeconds !== undefined) response.set("retry-after", String(retryAfterSeconds));
  if (raw !== undefined)
    response
      .status(status ?? 200)
      .type("json")
      .send(raw);
  else if (status !== undefined) {
    const { code = null, message = "The server had an error", type = "server_error" } = error ?? {};
    response.status(status).json({ error: { message, type, param: null, code } });
  }
  return raw !== undefined || status !== undefined;
}

function apiError(status: number, message: string, code: string | null = null) {
  const type = status === 429 ? "rate_limit_exceeded" : status >= 500 ? "server_error" : "invalid_request_error";
  return { error: { message, type, param: null, code } };
}
