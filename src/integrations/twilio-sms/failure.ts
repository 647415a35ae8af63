import { z } from "zod";
import { AppError, ConnectionBroken, ProviderRejected, ProviderUnavailable } from "../../platform/errors.ts";
import { causeOf, requestFailure } from "../../platform/http-client.ts";
import { optedOutCodes, wordsFor } from "./error-codes.ts";

/** What the SDK throws for an answer that is not 2xx. */
const answered = z.object({ status: z.number(), code: z.union([z.number(), z.string()]).nullish() });

/** Codes of an account whose access is over, or that pays no more. */
const broken = new Set(["20003", "20008", "20005", "30002"]);
/** When Twilio does not say for how long. */
const usualWaitMs = 5_000;
const queueWaitMs = 60_000;

/**
 * | answer | error |
 * |---|---|
 * | none: timeout, cut, refused | ProviderUnavailable, `outcomeUnknown` when sending |
 * | 401, 20003, suspended | ConnectionBroken |
 * | 429; 21611, a full queue | ProviderUnavailable: nothing was taken |
 * | 5xx | ProviderUnavailable, `outcomeUnknown` when sending |
 * | any other 4xx | ProviderRejected with Twilio's code in a merchant's words |
 *
 * Source: https://www.twilio.com/docs/usage/twilios-response
 */
export function twilioFailure(error: unknown, { sending }: { sending: boolean }): AppError {
  const known = causeOf(error, AppError);
  if (known) return known;
  const parsed = answered.safeParse(error);
  if (!parsed.success) {
    const failure = requestFailure(error, "Twilio");
    return sending ? failure : new ProviderUnavailable(failure.message, { cause: error });
  }
  const { status } = parsed.data;
  const code = parsed.data.code == null ? null : String(parsed.data.code);
  const details = { status, ...(code !== null && { providerCode: code }) };
  if (status === 401 || (code !== null && broken.has(code))) {
    return new ConnectionBroken("Twilio refuses the account's credentials: connect it again", {
      cause: error,
      details,
    });
  }
  if (code === "21611") {
    return new ProviderUnavailable(wordsFor(code), { cause: error, details, retryAfterMs: queueWaitMs });
  }
  if (status === 429) {
    return new ProviderUnavailable("Twilio asks to slow down", { cause: error, details, retryAfterMs: usualWaitMs });
  }
  if (status >= 500) {
    return new ProviderUnavailable("Twilio has a problem", { cause: error, details, outcomeUnknown: sending });
  }
  const optedOut = code !== null && optedOutCodes.has(code);
  return new ProviderRejected(wordsFor(code), { cause: error, details: { ...details, ...(optedOut && { optedOut }) } });
}
