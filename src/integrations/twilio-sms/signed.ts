import twilio from "twilio";

export interface Signed {
  /** The address Twilio was given, without its fragment. */
  url: string;
  signature: string;
  /** Every field of a form, untrimmed; none for JSON and websockets. */
  fields: Record<string, string | string[]>;
  /** Of JSON: the bytes, whose hash stands in the address. */
  json?: string;
}

/** Whether Twilio signed exactly this with this account's token. An odd or missing signature is no signature. */
export function isSigned(authToken: string, { url, signature, fields, json }: Signed): boolean {
  if (!authToken || !signature || !/^[A-Za-z0-9+/]{27}=$/.test(signature)) return false;
  const bare = url.split("#")[0]!;
  if (json !== undefined) return twilio.validateRequestWithBody(authToken, signature, bare, json);
  return twilio.validateRequest(authToken, signature, bare, fields);
}
