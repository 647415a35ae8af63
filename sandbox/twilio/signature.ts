import { createHash, createHmac } from "node:crypto";

export type Fields = Record<string, string | string[]>;

/**
 * X-Twilio-Signature of a form request (or, with no fields, of a GET or a websocket's opening): base64 HMAC-SHA1, keyed
 * with the account's primary auth token, over the URL followed by every field's name and value, sorted by name. A field
 * sent several times counts once for each different value, sorted. A port is signed as the URL has it; a fragment never
 * leaves Twilio, so it is not signed.
 * Source: https://www.twilio.com/docs/usage/security#validating-requests
 */
export function signature(authToken: string, url: string, fields: Fields = {}): string {
  const signed = Object.keys(fields)
    .sort()
    .flatMap((name) => [...new Set([fields[name] ?? ""].flat())].sort().map((value) => name + value));
  return createHmac("sha1", authToken)
    .update(withoutFragment(url) + signed.join(""), "utf8")
    .digest("base64");
}

/** A JSON body is signed through its hash in the URL: the address to call, and its signature. */
export function signedJson(authToken: string, url: string, body: string): { url: string; signature: string } {
  const bare = withoutFragment(url);
  const hash = createHash("sha256").update(body, "utf8").digest("hex");
  const called = `${bare}${bare.includes("?") ? "&" : "?"}bodySHA256=${hash}`;
  return { url: called, signature: signature(authToken, called) };
}

function withoutFragment(url: string): string {
  return url.split("#", 1)[0] ?? url;
}
