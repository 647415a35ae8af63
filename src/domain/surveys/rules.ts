import { randomBytes, timingSafeEqual } from "node:crypto";

/** How long a link opens its page. */
export const holdsForMs = 30 * 86_400_000;
/** Minutes after closing before she is asked. */
export const longestDelayMinutes = 7 * 24 * 60;
export const longestComment = 2000;
/** 4 and 5: satisfied, as the measure is usually counted. */
export const leastGood = 4;

export const answeredBy = ["ai", "people", "both"] as const;

const bytes = { id: 16, key: 16 };

/** Makes a link that nobody can guess. */
export function newKey(): string {
  return randomBytes(bytes.key).toString("base64url");
}

/** What a link says: whose survey, and the key that opens it. Short, so that a text can carry it. */
export interface Link {
  workspaceId: string;
  surveyId: string;
  key: string;
}

export function tokenOf({ workspaceId, surveyId, key }: Link): string {
  const whole = [fromHex(workspaceId), fromHex(surveyId), Buffer.from(key, "base64url")];
  return Buffer.concat(whole).toString("base64url");
}

/** Null for what is no token at all; one that is, may still open nothing. */
export function readToken(token: string): Link | null {
  const whole = Buffer.from(token, "base64url");
  if (whole.length !== 2 * bytes.id + bytes.key || whole.toString("base64url") !== token) return null;
  const [workspaceId, surveyId] = [idOf(whole.subarray(0, 16)), idOf(whole.subarray(16, 32))];
  return { workspaceId, surveyId, key: whole.subarray(32).toString("base64url") };
}

export function isSameKey(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function fromHex(id: string): Buffer {
  return Buffer.from(id.replaceAll("-", ""), "hex");
}

function idOf(part: Buffer): string {
  return part.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
