import { setTimeout as wait } from "node:timers/promises";
import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { z } from "zod";
import { newId } from "../../src/platform/ids.ts";
import { faultHandler } from "../faults.ts";
import type { Sandbox } from "../sandbox.ts";
import { anthropic, messagesRequest, turnOfMessages } from "./anthropic.ts";
import { chat } from "./chat.ts";
import { gemini, generateRequest, turnOfGenerate } from "./gemini.ts";
import type { Protocol } from "./protocol.ts";
import { respond, scriptedOutput } from "./respond.ts";
import { responses, whatThisIs } from "./responses.ts";
import { type ScriptedAnswer, takeScripted } from "./state.ts";
import { stream } from "./stream.ts";
import { chatRequest, responsesRequest, type Turn, turnOfChat, turnOfResponses } from "./turn.ts";

const keptRequests = 100;
const anyBody = z.record(z.string(), z.unknown());

/** The model by OpenAI's protocols at /openai/v1, Anthropic's at /anthropic/v1 and Google's at /gemini/v1. */
export function modelRoutes(sandbox: Sandbox): Router {
  const routes = Router();
  routes.use("/openai/v1", openai(sandbox));
  routes.use("/anthropic/v1", messages(sandbox));
  routes.use(["/gemini/v1", "/gemini/v1beta"], generate(sandbox));
  return routes;
}

function openai(sandbox: Sandbox): Router {
  const routes = protocolRoutes(sandbox, responses, { key: bearer, refused: { code: "invalid_api_key" } });
  routes.get("/models", (_request, response) => void response.json(responses.list(sandbox.model.offered)));
  routes.get("/models/:id", (request, response) => {
    const found = sandbox.model.offered.filter(({ id }) => id === request.params.id);
    const [model] = Object(responses.list(found)).data;
    if (model) return void response.json(model);
    fail(response, responses, 404, `The model '${request.params.id}' does not exist`, "model_not_found");
  });
  routes.post("/responses", taking(sandbox, responses, responsesRequest, turnOfResponses));
  routes.post("/chat/completions", taking(sandbox, chat, chatRequest, turnOfChat));
  return routes.use((_request, response) => fail(response, responses, 404, "Unknown request URL"));
}

const bearer = (request: Request) => /^Bearer (.+)$/.exec(request.get("authorization") ?? "")?.[1];

function messages(sandbox: Sandbox): Router {
  const routes = protocolRoutes(sandbox, anthropic, { key: (request) => request.get("x-api-key") ?? bearer(request) });
  routes.get("/models", (_request, response) => void response.json(anthropic.list(sandbox.model.offered)));
  routes.post("/messages", taking(sandbox, anthropic, messagesRequest, turnOfMessages));
  return routes.use((_request, response) => fail(response, anthropic, 404, "Not found"));
}

function generate(sandbox: Sandbox): Router {
  const key = (request: Request) => request.get("x-goog-api-key");
  const routes = protocolRoutes(sandbox, gemini, { key, refused: { code: "API_KEY_INVALID", status: 400 } });
  routes.get("/models", (_request, response) => void response.json(gemini.list(sandbox.model.offered)));
  routes.post("/models/:call", (request, response, next) => {
    const [, model, method] = /^(.+):(generateContent|streamGenerateContent)$/.exec(request.params.call) ?? [];
    if (!model) return next();
    const isStream = method === "streamGenerateContent";
    const turnOf = (body: z.infer<typeof generateRequest>) => turnOfGenerate(body, model, isStream);
    return taking(sandbox, gemini, generateRequest, turnOf)(request, response, next);
  });
  return routes.use((_request, response) => fail(response, gemini, 404, "Not found"));
}

function protocolRoutes(
  sandbox: Sandbox,
  protocol: Protocol,
  access: { key(request: Request): string | undefined; refused?: { code: string; status?: number } },
): Router {
  const routes = Router();
  routes.use(faultHandler("model", sandbox, (status) => protocol.error({ status })));
  routes.use((request, response, next) => {
    response.set({ "x-sandbox-model": whatThisIs, "x-request-id": `req_${newId().replaceAll("-", "")}` });
    if (access.key(request) === sandbox.settings.secrets.openaiApiKey) return next();
    const { status = 401, code } = access.refused ?? {};
    fail(response, protocol, status, "Incorrect API key provided.", code);
  });
  return routes.use(express.json({ limit: "20mb" }));
}

function fail(response: Response, protocol: Protocol, status: number, message: string, code?: string): void {
  response.status(status).json(protocol.error({ status, message, code }));
}

/** @param turnOf a string is what the provider says against the request. */
function taking<S extends z.ZodType>(
  sandbox: Sandbox,
  protocol: Protocol,
  shape: S,
  turnOf: (body: z.output<S>) => Turn | string,
): RequestHandler {
  return async (request, response) => {
    const body = shape.safeParse(request.body);
    if (!body.success) return fail(response, protocol, 400, z.prettifyError(body.error));
    const turn = turnOf(body.data);
    if (typeof turn === "string") return fail(response, protocol, 400, turn);
    await answer(sandbox, protocol, anyBody.parse(request.body), turn, response);
  };
}

async function answer(
  sandbox: Sandbox,
  protocol: Protocol,
  body: Record<string, unknown>,
  turn: Turn,
  response: Response,
): Promise<void> {
  const { model: state } = sandbox;
  state.requests = [...state.requests, body].slice(-keptRequests);
  const scripted = (await state.players.get(turn.model)?.(turn)) ?? takeScripted(state, protocol.name);
  if (scripted?.delayMs) await wait(scripted.delayMs, undefined, { ref: false });
  if (scripted && isFailure(scripted, protocol, response)) return;
  const output = scripted ? scriptedOutput(scripted, turn) : respond(turn);
  const asked = { turn, body, output, inputText: JSON.stringify(body) };
  if (turn.stream) return stream(response, protocol, asked, scripted);
  if (!scripted?.endless) response.json(protocol.whole(asked));
}

function isFailure(script: ScriptedAnswer, protocol: Protocol, response: Response): boolean {
  const { status, error, raw, retryAfterSeconds } = script;
  if (retryAfterSeconds !== undefined) response.set("retry-after", String(retryAfterSeconds));
  if (raw !== undefined)
    response
      .status(status ?? 200)
      .type("json")
      .send(raw);
  else if (status !== undefined) response.status(status).json(protocol.error({ status, ...error }));
  return raw !== undefined || status !== undefined;
}
