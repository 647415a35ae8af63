import { z } from "zod";
import { AppError, type ErrorOptions, ProviderRejected, ProviderUnavailable } from "../../platform/errors.ts";
import { causeOf, ResponseTooLarge, requestFailure, retryAfterMs } from "../../platform/http-client.ts";
import { parsedJson } from "./json-in.ts";
import type { Provider } from "./port.ts";

/**
 * What kept a model from answering.
 * - Asked again it may answer: `unavailable`, `rate_limited`, `unreadable`, `broken_off`.
 * - It will not, but another model may: `no_credit`, `key_refused`, `gone`.
 * - No model will: `too_long`, `invalid`.
 */
export type Trouble =
  | "unavailable"
  | "rate_limited"
  | "unreadable"
  | "broken_off"
  | "no_credit"
  | "key_refused"
  | "gone"
  | "too_long"
  | "invalid";

const words: Record<Trouble, string> = {
  unavailable: "The AI model has a problem",
  rate_limited: "The AI model asks to slow down",
  unreadable: "The AI model gave an answer we cannot read",
  broken_off: "The AI model broke off in the middle of its answer",
  no_credit: "The account at the AI provider has no credit left",
  key_refused: "The AI provider does not accept our key",
  gone: "The AI provider does not have this model (any more)",
  too_long: "The conversation is too long for the AI model",
  invalid: "The AI model refused the request",
};

const passing: ReadonlySet<Trouble> = new Set(["unavailable", "rate_limited", "unreadable", "broken_off"]);
const ofTheQuestion: ReadonlySet<Trouble> = new Set(["too_long", "invalid"]);

/** @param status of HTTP, shown where it says more than the words. */
export function troubleWith(trouble: Trouble, options: ErrorOptions & { status?: number | undefined } = {}): AppError {
  const { status, ...rest } = options;
  const message = status && (trouble === "unavailable" || trouble === "invalid") ? ` (${status})` : "";
  const given = { ...rest, details: { trouble } };
  if (passing.has(trouble)) return new ProviderUnavailable(words[trouble] + message, given);
  return new ProviderRejected(words[trouble] + message, given);
}

/** Undefined for errors that did not come from a model. */
export function troubleOf(error: unknown): Trouble | undefined {
  const found = error instanceof AppError ? error.details?.trouble : undefined;
  return Object.keys(words).find((known): known is Trouble => known === found);
}

/** Whether the same model may answer the same question later. */
export function mayPass(error: unknown): boolean {
  return error instanceof ProviderUnavailable;
}

/** Whether another model may answer: not what is wrong with the question itself. */
export function mayAskAnother(error: unknown): boolean {
  const trouble = troubleOf(error);
  return trouble ? !ofTheQuestion.has(trouble) : error instanceof ProviderUnavailable;
}

const detail = z.looseObject({ retryDelay: z.string().optional(), reason: z.string().optional() });
const described = z.object({
  code: z.union([z.string(), z.number()]).nullish(),
  type: z.string().nullish(),
  status: z.string().nullish(),
  message: z.string().nullish(),
  details: z.array(detail).nullish().catch(null),
});
/** As all four write it: OpenAI and those like it, Anthropic, Google (which puts it into a list when it streams). */
const errorBody = z.union([z.object({ error: described }), z.tuple([z.object({ error: described })])]);

/** What an answer that is no success means. */
export function refusalOf(response: Pick<Response, "status" | "headers">, body: string): AppError {
  const { status, headers } = response;
  const said = readError(body);
  const told = waitIn(said) ?? retryAfterMs(headers.get("retry-after"));
  const cause = new Error(`${status} ${[said?.code, said?.type, said?.status].filter(Boolean).join(" ")}`.trim());
  return troubleWith(meaningOf(status, said), { status, cause, ...(told !== undefined && { retryAfterMs: told }) });
}

/** Whatever went wrong while a model was asked through its SDK, in our words. */
export function failureOf(error: unknown): AppError {
  const known = causeOf(error, AppError);
  if (known instanceof ResponseTooLarge) return troubleWith("unreadable", { cause: error });
  if (known) return known;
  if (!(error instanceof Error)) return troubleWith("unreadable", { cause: error });
  // An error told in the middle of a stream, in the provider's own form.
  const told = JSON.stringify({ error: "error" in error ? error.error : null });
  const said = readError(told) ?? readError(error.message.slice(Math.max(0, error.message.indexOf("{"))));
  if (said) return troubleWith(meaningOf(statusOf(error, said), said), { cause: error });
  if (error instanceof TypeError || /Connection|Abort|Timeout/.test(`${error.name} ${error.constructor.name}`)) {
    return requestFailure(error, "The AI model");
  }
  return troubleWith("unreadable", { cause: error });
}

type Said = z.infer<typeof described>;

function readError(body: string): Said | undefined {
  const parsed = errorBody.safeParse(parsedJson(body));
  if (!parsed.success) return undefined;
  const { error } = Array.isArray(parsed.data) ? parsed.data[0] : parsed.data;
  // Anthropic's stands in an envelope that looks like one itself.
  const inner = errorBody.safeParse(Object(parsedJson(body))?.error);
  return inner.success && !Array.isArray(inner.data) ? inner.data.error : error;
}

function statusOf(error: Error, said: Said): number {
  if ("status" in error && typeof error.status === "number") return error.status;
  return typeof said.code === "number" ? said.code : 500;
}

function meaningOf(status: number, said: Said | undefined): Trouble {
  const told = [said?.code, said?.type, said?.status, ...(said?.details ?? []).map(({ reason }) => reason)].join(" ");
  const message = said?.message ?? "";
  if (/insufficient_quota|billing/.test(told) || status === 402 || /credit balance is too low/i.test(message)) {
    return "no_credit";
  }
  if (/API_KEY_INVALID|invalid_api_key|authentication_error|permission_error/.test(told)) return "key_refused";
  if (/context_length_exceeded|request_too_large/.test(told) || status === 413) return "too_long";
  if (/prompt is too long|maximum context length|exceeds the maximum number of tokens/i.test(message)) {
    return "too_long";
  }
  if (/rate_limit|RESOURCE_EXHAUSTED/.test(told) || status === 429) return "rate_limited";
  if (/model_not_found|not_found_error/.test(told) || status === 404 || status === 410) return "gone";
  if (status === 401 || status === 403) return "key_refused";
  if (status === 408 || status === 409 || status >= 500) return "unavailable";
  return "invalid";
}

/** Google says it in its answer: "30s". */
function waitIn(said: Said | undefined): number | undefined {
  const told = said?.details?.find(({ retryDelay }) => retryDelay)?.retryDelay;
  return told ? retryAfterMs(told.replace(/s$/, "")) : undefined;
}

/** Of asking what there is: some compatible servers keep no list. */
export function hasNoList(error: unknown, { provider }: { provider: Provider }): boolean {
  return provider === "compatible" && troubleOf(error) === "gone";
}
