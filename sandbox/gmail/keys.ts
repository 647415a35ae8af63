import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { now } from "../../src/platform/clock.ts";

interface SigningKey {
  id: string;
  private: KeyObject;
  public: KeyObject;
}

let made: SigningKey | undefined;

/** One key a process: making one takes a moment. */
function signingKey(): SigningKey {
  if (!made) {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    made = { id: `sandbox-${now().getTime().toString(36)}`, private: privateKey, public: publicKey };
  }
  return made;
}

/** Key id → PEM. Google's are certificates; verifiers read a bare public key the same way. */
export function pemByKeyId(): Record<string, string> {
  const key = signingKey();
  return { [key.id]: key.public.export({ type: "spki", format: "pem" }).toString() };
}

export function jwkSet() {
  const key = signingKey();
  return { keys: [{ ...key.public.export({ format: "jwk" }), kid: key.id, alg: "RS256", use: "sig" }] };
}

/** A JWT as Google's accounts sign it: RS256, valid for an hour. */
export function signedToken(claims: Record<string, unknown>): string {
  const key = signingKey();
  const issuedAt = Math.floor(now().getTime() / 1000);
  const payload = { iss: "https://accounts.google.com", ...claims, iat: issuedAt, exp: issuedAt + 3600 };
  const signed = [{ alg: "RS256", kid: key.id, typ: "JWT" }, payload].map(base64url).join(".");
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), key.private).toString("base64url")}`;
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
