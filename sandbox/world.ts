import type { ShopSeed } from "./shopify/seeds.ts";
import type { TwilioSeed } from "./twilio/seeds.ts";

export type * from "./shopify/seeds.ts";

/** What a sandbox starts with: mailboxes, shops and phones, as data. */
export interface World {
  mailboxes: MailboxSeed[];
  shops: ShopSeed[];
  twilio?: TwilioSeed;
}

export interface MailboxSeed {
  address: string;
  name: string;
  /** A shop's mailbox is connected to the product; a shopper's is played on the page. */
  kind: "shop" | "shopper";
  /** What the OAuth token endpoint exchanges for access to this mailbox. */
  refreshToken: string;
  /** Addresses it may also send as. */
  aliases?: string[];
  /** A watch that is already set, so that pushes flow from the start. */
  watched?: boolean;
}
