import type { ErrorRequestHandler } from "express";
import { z } from "zod";
import { AppError, type ErrorCode } from "../platform/errors.ts";
import type { Log } from "../platform/log.ts";

/** The body of every answer that is not a success (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum([
      "invalid_input",
      "unauthenticated",
      "forbidden",
      "not_found",
      "conflict",
      "limit_exceeded",
      "provider_rejected",
      "provider_unavailable",
      "bug",
    ]),
    detail: z.string().describe("For people; safe to show."),
    requestId: z.string().describe("Quote it when you report the problem."),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe("What is wrong with which part of the input."),
    details: z.record(z.string(), z.unknown()).optional().describe("Machine-readable reason and evidence."),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problemSchema>;

/** Input that does not fit the contract, with what is wrong where. */
export class InvalidInput extends AppError {
  readonly errors: { path: string; message: string }[];

  constructor(errors: { path: string; message: string }[]) {
    super("invalid_input", errors[0] ? `${errors[0].path || "input"}: ${errors[0].message}` : "Invalid input");
    this.errors = errors;
  }
}

/** What HTTP calls each of them. */
export const statusOf: Record<ErrorCode, number> = {
  invalid_input: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limit_exceeded: 429,
  provider_rejected: 502,
  provider_unavailable: 503,
  bug: 500,
};

const titleOf: Record<ErrorCode, string> = {
  invalid_input: "The input is not valid",
  unauthenticated: "Log in or send a valid API key",
  forbidden: "Not allowed",
  not_found: "Not found",
  conflict: "The state has changed",
  limit_exceeded: "Too much at once",
  provider_rejected: "The provider refused",
  provider_unavailable: "Not available right now",
  bug: "Something went wrong on our side",
};

/** The one translation of errors to HTTP. Only what we did not expect is logged, and never with the request's body. */
export function problemHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    const known = toAppError(error);
    const { status, problem } = describe(known, error, String(res.getHeader("x-request-id") ?? ""));
    if (status >= 500)
      log.error({ err: error, requestId: problem.requestId, route: res.locals.route }, "request failed");
    if (known.retryAfterMs !== undefined) res.setHeader("retry-after", String(Math.ceil(known.retryAfterMs / 1000)));
    if (status === 401) res.setHeader("www-authenticate", "Bearer");
    res.status(status).type("application/problem+json").send(JSON.stringify(problem));
  };
}

function describe(known: AppError, thrown: unknown, requestId: string): { status: number; problem: Problem } {
  const { code } = known;
  const status = code === "invalid_input" ? (httpStatusOf(thrown) ?? statusOf[code]) : statusOf[code];
  const problem: Problem = {
    type: `urn:parley:problem:${code}`,
    title: titleOf[code],
    status,
    code,
    detail: code === "bug" ? "An unexpected error; the request id helps to find it in the log." : known.message,
    requestId,
    ...(known instanceof InvalidInput && { errors: known.errors }),
    ...(known.details && code !== "bug" && { details: known.details }),
  };
  return { status, problem };
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (hasCode(error, awayCodes)) {
    return new AppError("provider_unavailable", "The database cannot be reached; try again", {
      cause: error,
      retryAfterMs: 2000,
    });
  }
  if (hasCode(error, givenUpCodes)) {
    return new AppError("provider_unavailable", "The database gave up what took too long; try again", {
      cause: error,
      retryAfterMs: 2000,
    });
  }
  if (httpStatusOf(error) !== null)
    return new AppError("invalid_input", "The request cannot be read", { cause: error });
  return new AppError("bug", "Unexpected error", { cause: error });
}

const readProblems: Record<number, number> = { 400: 422, 413: 413, 415: 415 };

/** Express and its body parser throw errors that carry a status; these three are the client's doing. */
function httpStatusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") return null;
  return readProblems[error.status] ?? null;
}

const awayCodes = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|CONNECT_TIMEOUT|CONNECTION_\w+|57P0[123]|53300)$/;
/**
 * A statement or transaction that took longer than it may, or stood in a circle of those that wait for each other: it
 * was rolled back. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const givenUpCodes = /^(57014|25P03|40P01|40001|55P03)$/;

function hasCode(error: unknown, codes: RegExp): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && codes.test(String(at.code))) return true;
  }
  return false;
}
