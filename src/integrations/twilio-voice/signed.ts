import twilio from "twilio";

export interface Signed {
  /** The address Twilio was given, without its fragment. */
  url: string;
  signature: string;
  /** Every field of the form, untrimmed; none for websockets. */
  fields: Record<string, string | string[]>;
}

/** Whether Twilio signed exactly this with this account's token. An odd or missing signature is no signature. */
export function isSigned(authToken: string, { url, signature, fields }: Signed): boolean {
  if (!authToken || !signature || !/^[A-Za-z0-9+/]{27}=$/.test(signature)) return false;
  return twilio.validateRequest(authToken, signature, url.split("#")[0]!, fields);
}
