import { AppError, ProviderUnavailable } from "../../platform/errors.ts";
import { causeOf, requestFailure } from "../../platform/http-client.ts";
import type { ToolAnswer, ToolCall, ToolServer } from "../contract-tools.ts";
import { cleanText } from "./clean-text.ts";
import { baseUrlFrom, toolServerFetch } from "./client.ts";
import { valueWithoutSecrets, withoutSecrets } from "./credentials.ts";
import { cutAnswer } from "./cut-answer.ts";
import { type OpenApiDocument, readDocument } from "./openapi-document.ts";
import { type OperationRequest, requestOf } from "./openapi-operation.ts";
import { operationsIn } from "./openapi-operations.ts";

/** A web API described by OpenAPI 3.0 or 3.1. */
export const openapi: ToolServer = {
  async read({ url, document, baseUrl, credentials }) {
    const read = await readDocument({ url, document });
    const named =
      credentials?.type === "header" || credentials?.type === "query" ? [credentials.name.toLowerCase()] : [];
    return {
      title: cleanText(read.info.title, 100),
      baseUrl: baseUrlFrom(baseUrl ?? serverOf(read, url)),
      ...operationsIn(read, named),
    };
  },

  async call(call) {
    let request: OperationRequest;
    try {
      request = requestOf(call);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const sent = { method: "", address: "", body: null };
      return { sent, status: null, output: null, error: error.message, isOutcomeUnknown: false };
    }
    return exchange(call, request);
  },
};

/** The first server a document names; where it names none, the one it was read from. */
function serverOf({ servers }: OpenApiDocument, readFrom: string | null): string {
  const [server] = servers;
  const url = (server?.url ?? "/").replace(/\{([^}]*)\}/g, (_, name: string) => {
    const variable = server?.variables[name];
    const value = typeof variable === "object" && variable !== null && "default" in variable ? variable.default : "";
    return String(value);
  });
  if (readFrom === null || !URL.canParse(url, readFrom)) return url;
  return new URL(url, readFrom).href;
}

async function exchange(call: ToolCall, { method, url, headers, body }: OperationRequest): Promise<ToolAnswer> {
  const clean = (text: string) => withoutSecrets(text, call.credentials);
  const sent = {
    method,
    address: clean(url.href),
    body: valueWithoutSecrets(body ?? null, call.credentials),
  };
  const changes = call.onceKey !== null;
  try {
    const response = await toolServerFetch("answers")(url, {
      ...{ method, headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = clean(await response.text());
    const { status } = response;
    const output = cutAnswer(readAnswer(text));
    const problem = problemOf(status, response.headers.get("content-type"), text);
    // A server that failed may have done it before it did.
    return { sent, status, output, error: problem, isOutcomeUnknown: changes && status >= 500 };
  } catch (error) {
    const failure = requestFailure(error, "The server");
    const isOutcomeUnknown =
      changes && (!(failure instanceof ProviderUnavailable) ? wasSent(error) : failure.outcomeUnknown);
    return { sent, status: null, output: null, error: clean(failure.message), isOutcomeUnknown };
  }
}

/** An answer that is too long came after the request; a destination that was refused got none. */
function wasSent(error: unknown): boolean {
  return causeOf(error, AppError)?.name === "ResponseTooLarge";
}

function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function problemOf(status: number, type: string | null, text: string): string | null {
  if (status >= 300 && status < 400) return "The server sends on to another address, which is not followed";
  if (status >= 400) return `The server answers ${status}`;
  if (text !== "" && /\bjson\b/i.test(type ?? "") && typeof readAnswer(text) === "string" && !/^\s*"/.test(text))
    return "The server's answer is not the JSON it says it is";
  if (text !== "" && !/\bjson\b|^text\/(?:plain|csv|xml|yaml)|\bxml\b|\byaml\b/i.test(type ?? ""))
    return "The server's answer is no text that can be read";
  return null;
}
