import type { Connection } from "./contract.ts";

/** The phone numbers of an account: what is for sale, what is there, and what carriers still want of it. */
export interface Numbers {
  /**
   * Numbers for sale, with what they cost a month.
   * @throws ProviderRejected when the provider sells none of these there.
   */
  offers(connection: Connection, wanted: WantedNumber): Promise<NumberOffer[]>;
  /** Everything the account has. */
  list(connection: Connection): Promise<NumberRecord[]>;
  /** One of the account's own, by its digits; null: it does not have it. */
  find(connection: Connection, number: string): Promise<{ externalId: string } | null>;
  /**
   * @throws ProviderRejected when it is not sold to us; ProviderUnavailable, `outcomeUnknown` when it may have been.
   */
  buy(connection: Connection, number: string): Promise<{ externalId: string }>;
  /** What it receives is told to us, and texts leave through it. Safe to repeat. */
  setUp(connection: Connection, externalId: string): Promise<void>;
  /** Gives it back. Safe to repeat. */
  release(connection: Connection, externalId: string): Promise<void>;
}

export type NumberKind = "local" | "mobile" | "toll_free" | "short_code";
interface Able {
  /** E.164. */
  number: string;
  kind: NumberKind;
  texts: boolean;
  pictures: boolean;
  calls: boolean;
}
export interface WantedNumber {
  /** ISO 3166-1 alpha-2. */
  countryCode: string;
  kind: "local" | "mobile" | "toll_free";
  areaCode?: string | undefined;
  /** Digits, "*" for any. */
  contains?: string | undefined;
}
export interface NumberOffer extends Able {
  place: string | null;
  /** A month, in the currency's minor unit. */
  priceMinor: number;
  currency: string;
  /** Why it cannot be bought from here, in words; null: it can. */
  obstacle: string | null;
}
export interface NumberRecord extends Able {
  externalId: string;
  isSetUp: boolean;
  registration: "not_needed" | "registered" | "pending" | "missing" | "rejected";
  /** What is missing, in a merchant's words. */
  lacks: { code: string; message: string }[];
}
