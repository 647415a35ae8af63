import type { Connection, RawRequest } from "./contract.ts";

/**
 * How an account is connected by a person who agrees at the provider, how the access she gave is kept alive, and how it
 * ends. Absent: the account is connected with credentials that somebody enters.
 */
export interface Install {
  /** What a person typed or a link names → the provider's own name of the account; null when it can be none. */
  account(written: string): string | null;
  /** What the product asks to be allowed, in the provider's words. */
  scopes(): readonly string[];
  /** Those of `scopes` that an account did not grant. */
  missingScopes(granted: readonly string[]): string[];
  /**
   * A link by which the provider sends somebody who opens the product there.
   * @returns the account she comes from, and whether she sees the product inside the provider's own page.
   * @throws AppError("unauthenticated") unless the provider made this link, a moment ago.
   */
  opened(query: URLSearchParams): Promise<{ account: string; embedded: boolean }>;
  /** Where the person's browser is to go to agree. `state` comes back with her, and so do the cookies. */
  begin(at: { account: string; callbackPath: string }): Promise<Beginning>;
  /**
   * She is back: trades what she brings for access.
   * @throws AppError("unauthenticated") unless the browser began this itself and the provider sent it back;
   *   ProviderRejected for what was used already; ProviderUnavailable when it may work later.
   */
  complete(back: BrowserRequest): Promise<Grant>;
  /** The product inside the provider's own page; absent where there is none. */
  page?: EmbeddedPage;
  /** The moment at which the owner took the access back, when that is what a verified webhook says; else null. */
  endedAt(request: RawRequest): Date | null;
}

export interface Beginning {
  url: string;
  state: string;
  /** Values of Set-Cookie. */
  cookies: string[];
}

/** A browser's request as it came: path with query, and the cookies. */
export interface BrowserRequest {
  url: string;
  cookie: string | undefined;
}

/** Access to one account, as the provider gave it. */
export interface Grant extends Access {
  account: string;
  displayName: string;
  /** What the account is known by whatever it is called. */
  externalId?: string;
}

/** Credentials to keep, and what is known of them without opening them. */
export interface Access {
  credentials: Record<string, string>;
  scopes: string[];
  /** When the credentials end and must be traded for the next; null: they do not. */
  endsAt: Date | null;
}

export interface EmbeddedPage {
  /** Script of the provider, which the page needs to talk to what is around it; and the product's public id there. */
  script: { url: string; clientId: string };
  /** Who may show the page, as values of `frame-ancestors`. */
  ancestors(account: string): string[];
  /**
   * Who looks at the page, by the proof its script gives.
   * @throws AppError("unauthenticated") for one that is not the provider's, or too old.
   */
  viewer(proof: string): Promise<{ account: string }>;
  /** Trades the proof for access of the product itself. @throws as `Install.complete`. */
  exchange(proof: string): Promise<Grant>;
}

/** What keeps a stored connection's credentials alive; the product gives it to the adapters with the connection. */
export interface Renewal {
  /**
   * Trades spent credentials for new ones, once however many ask at the same time: the others get what the first one
   * got. Nothing is asked when somebody has done so already.
   *
   * @param spent the credentials the caller holds.
   * @param ask trades the stored ones at the provider. A ConnectionBroken it throws stands beside the connection.
   */
  replace(spent: Connection["credentials"], ask: (stored: Connection["credentials"]) => Promise<Access>): Promise<void>;
}

/** What a provider says of an account as such, or passes on from people who have a right to it. */
export type LifecycleFact =
  | { kind: "account-renamed"; displayName: string; account: string | null; externalId: string | null }
  | { kind: "scopes-changed"; scopes: string[] }
  /** What is charged through the account: to be asked for. */
  | { kind: "charges-changed" }
  | { kind: "person-data-asked"; requestId: string; person: NamedPerson }
  | { kind: "person-erasure-asked"; requestId: string; person: NamedPerson }
  | { kind: "account-erasure-asked"; requestId: string };

/** Each may be missing; `externalId` as the provider's records have it. */
export interface NamedPerson {
  externalId: string | null;
  email: string | null;
  phone: string | null;
}

/** Charging for the product through an account. */
export interface Billing {
  source: "shopify";
  /** Where its owner chooses a plan; null: it is not arranged. */
  planPage(account: string): string | null;
  /** What runs now; null: nothing. @throws ProviderUnavailable; ConnectionBroken. */
  current(connection: Connection): Promise<RunningCharge | null>;
}
export interface RunningCharge {
  externalId: string;
  /** The provider's name of the plan. */
  plan: string;
  state: "pending" | "active" | "frozen" | "ended";
  periodEndsAt: Date | null;
}

/** What a provider says of its own interface with an answer; see `ConnectionInfo.notice`. */
export interface InterfaceNotice {
  /** The version asked for, and the one that answered. */
  asked: string;
  answered: string;
  /** Why what was asked will go away; null when nothing was said. */
  deprecated: string | null;
}
