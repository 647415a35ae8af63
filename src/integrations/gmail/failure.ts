import { z } from "zod";
import { type AppError, ConnectionBroken, ProviderRejected, ProviderUnavailable } from "../../platform/errors.ts";
import { requestFailure, retryAfterMs } from "../../platform/http-client.ts";

/** What Google's SDK throws: an answer that is not 2xx, in either of Google's two error forms. */
const answered = z.object({
  response: z.object({
    status: z.number(),
    headers: z.custom<Pick<Headers, "get">>((it) => typeof it === "object" && it !== null && "get" in it).optional(),
    data: z.unknown(),
  }),
});
const apiError = z.object({
  error: z.object({
    message: z.string().optional(),
    status: z.string().optional(),
    errors: z.array(z.object({ reason: z.string().optional() })).optional(),
  }),
});
const oauthError = z.object({ error: z.string() });

const rateReasons = new Set(["rateLimitExceeded", "userRateLimitExceeded", "RESOURCE_EXHAUSTED"]);
/** Not PERMISSION_DENIED: Gmail also says that when it may not publish to our own topic. */
const scopeReasons = new Set(["insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"]);
const brokenGrants = new Set(["invalid_grant", "unauthorized_client", "invalid_token"]);

/** Gmail's 404 and 400 carry meaning for some callers. */
export class GmailRejected extends ProviderRejected {
  readonly status: number;
  constructor(status: number, cause: unknown) {
    super(`Gmail refused the request (${status})`, { cause });
    this.status = status;
  }
}

/** For reads of something listed before: it may have been deleted since. */
export function nullIfGone(error: unknown): null {
  if (error instanceof GmailRejected && error.status === 404) return null;
  throw error;
}

/**
 * | answer | error |
 * |---|---|
 * | none: timeout, cut, refused | ProviderUnavailable, `outcomeUnknown` when sending |
 * | 429, 403 rateLimitExceeded, 5xx | ProviderUnavailable with Google's wait |
 * | 401, invalid_grant, missing scope | ConnectionBroken |
 * | any other 4xx | GmailRejected |
 *
 * Source: https://developers.google.com/workspace/gmail/api/guides/handle-errors
 */
export function googleFailure(error: unknown, { sending }: { sending: boolean }): AppError {
  const parsed = answered.safeParse(error);
  if (!parsed.success) return noAnswer(error, sending);
  const { status, headers, data } = parsed.data.response;
  if (status < 400) return noAnswer(error, sending); // the answer was cut or not JSON
  const reasons = reasonsOf(data);
  const has = (set: ReadonlySet<string>) => reasons.some((reason) => set.has(reason));
  if (status >= 500)
    return new ProviderUnavailable("Gmail has a problem", {
      ...wait(headers, data),
      cause: error,
      outcomeUnknown: sending,
    });
  if (status === 429 || (status === 403 && has(rateReasons))) {
    return new ProviderUnavailable("Gmail asks to slow down", { ...wait(headers, data), cause: error });
  }
  if (reasons.includes("invalid_client")) {
    return new ProviderUnavailable("Google refuses this installation's OAuth client", { cause: error });
  }
  if (status === 401 || has(brokenGrants) || (status === 403 && has(scopeReasons))) {
    return new ConnectionBroken("Google no longer accepts the mailbox's permission; connect it again", {
      cause: error,
    });
  }
  return new GmailRejected(status, error);
}

function noAnswer(error: unknown, sending: boolean): AppError {
  const failure = requestFailure(error, "Gmail");
  if (sending || !(failure instanceof ProviderUnavailable) || !failure.outcomeUnknown) return failure;
  return new ProviderUnavailable(failure.message, { cause: error });
}

function reasonsOf(data: unknown): string[] {
  const oauth = oauthError.safeParse(data);
  if (oauth.success) return [oauth.data.error];
  const api = apiError.safeParse(data);
  if (!api.success) return [];
  const { status, errors = [] } = api.data.error;
  return [status, ...errors.map(({ reason }) => reason)].filter((reason) => reason !== undefined);
}

/** `Retry-After`, or the moment Gmail writes into its message: "Retry after 2026-11-21T10:00:00.000Z". */
function wait(headers: Pick<Headers, "get"> | undefined, data: unknown): { retryAfterMs?: number } {
  const message = apiError.safeParse(data).data?.error.message ?? "";
  const moment = /Retry after (\S+Z)/i.exec(message)?.[1];
  const ms = retryAfterMs(headers?.get("retry-after") ?? moment);
  return ms === undefined ? {} : { retryAfterMs: ms };
}
