import type { Connection } from "./contract.ts";

/** How the shop's people take calls in the browser: sound goes between it and the provider, never through us. */
export interface SoftphoneProvider {
  /**
   * Lets one member be called and call out, for a short time. What she may call is not in it: the
   * provider asks us each time (`at: "outgoing"`).
   * @throws ConnectionBroken that says what is missing.
   */
  token(connection: Connection, who: { memberId: string; lifetimeMs: number }): Promise<SoftphoneToken>;
  /** Where a stand-in for the provider listens, as the browser reaches it; null: the provider's own kit finds its way. */
  standIn(): string | null;
  /** What of the provider the browser may reach: its signalling, its sounds. */
  origins(): { connect: string[]; media: string[] };
}

export interface SoftphoneToken {
  token: string;
  /** What she is called by the provider. */
  identity: string;
  expiresAt: Date;
}
