import { z } from "zod";
import { AppError, ConnectionBroken, ProviderRejected, ProviderUnavailable } from "../../platform/errors.ts";
import { causeOf, requestFailure } from "../../platform/http-client.ts";

/** What the SDK throws for an answer that is not 2xx. */
const answered = z.object({ status: z.number(), code: z.union([z.number(), z.string()]).nullish() });

/** Codes of an account whose access is over, or that pays no more. */
const broken = new Set(["20003", "20005", "20008"]);
/** When Twilio does not say for how long. */
const usualWaitMs = 2_000;

/** What Twilio's codes mean for a merchant. Source: https://www.twilio.com/docs/api/errors */
const words: Readonly<Record<string, string>> = {
  "13224": "This number cannot be called",
  "13225": "Calls to this country are switched off in the Twilio account: allow it under Voice → Geo permissions",
  "13227": "Calls to this country are switched off in the Twilio account: allow it under Voice → Geo permissions",
  "21210": "The shop's number is not one of the Twilio account's: choose another",
  "21211": "This is no phone number that can be called: check its digits and the country's code",
  "21214": "This number cannot be reached",
  "21215": "Calls to this country are switched off in the Twilio account: allow it under Voice → Geo permissions",
  "21216": "Calls to this number are not allowed",
  "21220": "The call is over",
};

/**
 * | answer | error |
 * |---|---|
 * | none: timeout, cut, refused | ProviderUnavailable, `outcomeUnknown` when dialling |
 * | 401, 20003, suspended | ConnectionBroken |
 * | 429 | ProviderUnavailable: nothing was done |
 * | 5xx | ProviderUnavailable, `outcomeUnknown` when dialling |
 * | any other 4xx | ProviderRejected with Twilio's code in a merchant's words |
 *
 * Source: https://www.twilio.com/docs/usage/twilios-response
 */
export function twilioFailure(error: unknown, { dialling }: { dialling: boolean }): AppError {
  const known = causeOf(error, AppError);
  if (known) return known;
  const parsed = answered.safeParse(error);
  if (!parsed.success) {
    const failure = requestFailure(error, "Twilio");
    return dialling ? failure : new ProviderUnavailable(failure.message, { cause: error });
  }
  const { status } = parsed.data;
  const code = parsed.data.code == null ? null : String(parsed.data.code);
  const details = { status, ...(code !== null && { providerCode: code }) };
  if (status === 401 || (code !== null && broken.has(code))) {
    const message = "Twilio refuses the account's credentials: connect it again";
    return new ConnectionBroken(message, { cause: error, details });
  }
  if (status === 429) {
    return new ProviderUnavailable("Twilio asks to slow down", { cause: error, details, retryAfterMs: usualWaitMs });
  }
  if (status >= 500) {
    return new ProviderUnavailable("Twilio has a problem", { cause: error, details, outcomeUnknown: dialling });
  }
  return new ProviderRejected(words[code ?? ""] ?? `Twilio refused it (error ${code ?? status})`, {
    cause: error,
    details,
  });
}
