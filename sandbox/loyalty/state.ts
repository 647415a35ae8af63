import type { Settings } from "../settings.ts";

/** What a client did to be let in; all of it is forgotten with a reset. */
export interface Loyalty {
  clients: Map<string, { redirectUris: string[] }>;
  codes: Map<string, { clientId: string; redirectUri: string; challenge: string; resource: string }>;
  /** Access tokens and when they end, in milliseconds since 1970. */
  access: Map<string, { endsAtMs: number; resource: string }>;
  /** Each is good for one time. */
  refresh: Map<string, { clientId: string; resource: string }>;
  points: Map<string, number>;
  /** How often a refresh token was brought. */
  refreshes: number;
  misbehaves: Misbehaviour;
}

/** The programme, and where it stands. A reset replaces `loyalty`: read it when it is needed. */
export interface LoyaltyHome {
  loyalty: Loyalty;
  settings: Pick<Settings, "url" | "publicUrl">;
}

export interface Misbehaviour {
  /** Access ends after this. */
  lifeSeconds: number;
  refusesRefresh: boolean;
  /** Answers a login in another server's name. */
  wrongIssuer: boolean;
  /** Answers a login that nobody began. */
  wrongState: boolean;
  /** Gives out client ids by hand only: `by-hand`. */
  registersNobody: boolean;
}

export const wellBehaved: Misbehaviour = {
  ...{ lifeSeconds: 3600, refusesRefresh: false, wrongIssuer: false, wrongState: false, registersNobody: false },
};

/** As which one comes where nobody is registered. */
export const clientByHand = "by-hand";

export function createLoyalty(): Loyalty {
  return {
    ...{ clients: new Map(), codes: new Map(), access: new Map(), refresh: new Map(), refreshes: 0 },
    points: new Map([["mia.berg@mail.example", 320]]),
    misbehaves: { ...wellBehaved },
  };
}
