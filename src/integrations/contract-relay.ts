import type { RawRequest } from "./contract.ts";

/**
 * A socket that the provider opens to us for one call: it hears and speaks, we get and give text. Pure but for `verify`.
 */
export interface Relay {
  /** Where the sockets of an account are opened: a path. */
  pathOf(account: string): string;
  /** Whose account an address belongs to, unverified: only good for finding the connection. Null: no address of ours. */
  account(request: Pick<RawRequest, "url">): string | null;
  /** @throws AppError("unauthenticated") unless the provider opened exactly this address for this account. */
  verify(request: Pick<RawRequest, "url" | "headers">, credentials: Readonly<Record<string, string>> | null): void;
  /** What a frame says; null: nothing for us. @throws AppError("invalid_input") for one that cannot be understood. */
  read(frame: string): RelayFrame | null;
  write(saying: RelaySaying): string;
}

export type RelayFrame =
  | RelaySetup
  /** Heard; not `isLast`: may still change. */
  | { kind: "prompt"; text: string; language: string | null; isLast: boolean }
  /** The caller spoke while we did. @param spoken what of it had been said by then. */
  | { kind: "interrupt"; spoken: string }
  | { kind: "digit"; digit: string }
  /** The provider could not use something of ours. */
  | { kind: "error"; description: string };

/** The call of a socket; comes first, and once. */
export interface RelaySetup {
  kind: "setup";
  account: string;
  /** The leg's id at the provider. */
  externalId: string;
  /** What we gave this call when it was connected: proof that it is the one. Null: missing, forged or too old. */
  callId: string | null;
}

export type RelaySaying =
  /** `isLast`: the answer is complete. */
  | { kind: "text"; text: string; isLast: boolean; language: string }
  /** What is heard and spoken from now on. */
  | { kind: "language"; language: string }
  /** Ends the talk; the provider asks what is to happen next, with `handoff`. */
  | { kind: "end"; handoff: Record<string, unknown> };
