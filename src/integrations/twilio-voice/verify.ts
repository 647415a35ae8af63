import { AppError } from "../../platform/errors.ts";
import type { RawRequest, Webhook } from "../contract.ts";
import { twilioConfig } from "./config.ts";
import { isSigned } from "./signed.ts";

/**
 * Checks that Twilio signed exactly this request for this account: HMAC-SHA1 with the account's own token over the
 * address Twilio was given and every field as it came, untrimmed. The address is the configured one, whatever a proxy
 * made of it; without its fragment. Fails closed: no token, no header, another account's SID are all refused.
 *
 * Source: https://www.twilio.com/docs/usage/security#validating-requests
 */
export const verify: Webhook["verify"] = async (request, credentials) => {
  const { authToken, accountSid } = credentials ?? {};
  const signature = request.headers["x-twilio-signature"];
  const fields = fieldsIn(request);
  const isOurs = authToken && signature && accountSid && fields.AccountSid === accountSid;
  if (!isOurs || !isSigned(authToken, { url: addressOf(request), signature, fields })) {
    throw new AppError("unauthenticated", "The request is not signed by this Twilio account");
  }
};

/** As Twilio was given it. */
function addressOf({ url = "" }: RawRequest): string {
  return `${twilioConfig().PUBLIC_URL.replace(/\/$/, "")}${url}`;
}

/** Every field, untrimmed; one that came several times is a list. Twilio adds new ones without notice. */
export function fieldsIn({ body }: Pick<RawRequest, "body">): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(body.toString("utf8"))) {
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  return fields;
}
