import { createHash, type Hash } from "node:crypto";

/** An event as it is hashed: every column of its row. */
export interface LoggedEvent {
  workspaceId: string;
  seq: number;
  id: string;
  name: string;
  data: unknown;
  actor: unknown;
  cause: unknown;
  depth: number;
  createdAt: Date;
}

/** What a seal says beside its hash; all of it is hashed. */
export interface SealHeader {
  workspaceId: string;
  fromSeq: number;
  /** Inclusive. */
  toSeq: number;
  previousHash: string;
  sealedAt: Date;
}

export interface Seal extends SealHeader {
  hash: string;
}

/** What the first seal of a workspace follows. */
export const firstPreviousHash = "0".repeat(64);

/** Begins the hash of a seal; `addEvent` each event of its range in order, then `digest("hex")`. */
export function beginSeal({ workspaceId, fromSeq, toSeq, previousHash, sealedAt }: SealHeader): Hash {
  const header = canonicalJson({ workspaceId, fromSeq, toSeq, previousHash, sealedAt });
  return createHash("sha256").update(`${header}\n`);
}

export function addEvent(hash: Hash, event: LoggedEvent): void {
  hash.update(`${eventLine(event)}\n`);
}

/** The seal of exactly these events. */
export function sealOf(header: SealHeader, events: readonly LoggedEvent[]): Seal {
  const hash = beginSeal(header);
  for (const event of events) addEvent(hash, event);
  return { ...header, hash: hash.digest("hex") };
}

/** One line, the same wherever and whenever it is made: what is hashed, and what is exported. */
export function eventLine({ createdAt, ...event }: LoggedEvent): string {
  return canonicalJson({ ...event, at: createdAt });
}

/** As it is exported; without `hash` it is the first line of what is hashed. */
export function sealLine({ workspaceId, fromSeq, toSeq, previousHash, sealedAt, hash }: Seal): string {
  return canonicalJson({ workspaceId, fromSeq, toSeq, previousHash, sealedAt, hash });
}

/**
 * JSON with sorted keys and without spaces. Source: https://www.rfc-editor.org/rfc/rfc8785, whose rules for text and
 * numbers are those of JSON.stringify. A time that is none becomes null.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null || value instanceof Date) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(",")}}`;
}
