import type { Act } from "./contract-actions.ts";
import type { Billing, Install, InterfaceNotice, LifecycleFact, Renewal } from "./contract-install.ts";
import type { Numbers } from "./contract-numbers.ts";
import type { OrderRecord } from "./contract-orders.ts";
import type { RecordFact, Records } from "./contract-records.ts";
import type { Relay } from "./contract-relay.ts";
import type { CustomerRecord } from "./contract-shop.ts";
import type { SoftphoneProvider } from "./contract-softphone.ts";
import type { CallFact, Voice } from "./contract-voice.ts";

export type * from "./contract-install.ts";
export type * from "./contract-numbers.ts";
export type * from "./contract-orders.ts";
export type * from "./contract-records.ts";
export type * from "./contract-relay.ts";
export type * from "./contract-shop.ts";
export type * from "./contract-softphone.ts";
export type * from "./contract-voice.ts";

/**
 * What an integration can do. Each lives in one folder, knows its provider and nothing of ours;
 * an absent part is an absent capability.
 */
export interface Integration {
  /** "gmail", "shopify": stored in rows, never renamed. */
  id: string;
  name: string;
  /** The medium of the conversations it carries; absent for integrations that carry none (Shopify). */
  channel?: "email" | "sms" | "voice" | "chat";
  connect?: Connect;
  install?: Install;
  billing?: Billing;
  webhook?: Webhook;
  pull?: Pull;
  send?: Send;
  lookup?: Lookup;
  act?: Act;
  numbers?: Numbers;
  /** Calls talked as text over a socket that the provider opens. */
  relay?: Relay;
  voice?: Voice;
  softphone?: SoftphoneProvider;
  /** What it has of a shop, to be kept as a read model. */
  records?: Records;
  /**
   * Pure: the same payload, from webhook or pull, always gives the same facts. `[]` = nothing for us.
   * @throws AppError for a payload that cannot be understood but may be for us: it is set aside for a person.
   */
  normalise?(payload: unknown, connection: ConnectionInfo): Promise<Fact[]>;
  /** Pure: the files of the message in a payload, with their bytes, named and ordered as `normalise` tells of them. */
  files?(payload: unknown): Promise<FileContent[]>;
  /**
   * The files of the message in a payload that lie at the provider, recognised by their `contentId`.
   * @param how.isLastTry what may still come is told as a problem.
   * @throws ProviderUnavailable while one of them may still come.
   */
  fetchFiles?(connection: Connection, payload: unknown, how: { isLastTry: boolean }): Promise<FetchedFile[]>;
}

/** Its bytes, or why they will never come. */
export type FetchedFile = { contentId: string } & ({ content: Uint8Array } | { problem: string });

/** What an adapter may know of a stored connection without its secrets. */
export interface ConnectionInfo {
  id: string;
  /** The provider's own name for the account: a mailbox address, a shop domain. */
  account: string;
  settings: Record<string, unknown>;
}

/** A stored connection with its opened credentials, as the adapters see it. */
export interface Connection extends ConnectionInfo, Partial<Renewal> {
  /** Always the newest that `replace` brought. */
  readonly credentials: Record<string, string>;
  /** Takes down what the provider says of its own interface, so that a person sees it in time. */
  notice?(notice: InterfaceNotice): Promise<void>;
}

export interface Connect {
  /**
   * Checks credentials with the provider and prepares the account (Gmail: starts the watch).
   * @returns the provider's own name for the account, and where that may become another one, what it is known by for ever.
   * @throws ConnectionBroken when the provider refuses them.
   */
  verify(credentials: Record<string, string>): Promise<{ account: string; displayName: string; externalId?: string }>;
  /** Renews what expires on the provider's side (Gmail watch: 7 days). Safe to repeat daily. */
  renew?(connection: Connection): Promise<void>;
}

export interface Webhook {
  /** The account a request is about, from its unverified content: only good for finding the connection. Null = not ours. */
  account(request: RawRequest): string | null;
  /** What the account is known by for ever, where a request says so: it may come under a name that nobody knows yet. */
  externalId?(request: RawRequest): string | null;
  /** "account": only the account's own credentials tell who signed; they are given to `verify`, null if nobody has it. */
  signedBy?: "account";
  /** @throws AppError("unauthenticated") unless the provider signed exactly these bytes. Never needs a live token. */
  verify(request: RawRequest, credentials?: Readonly<Record<string, string>> | null): Promise<void>;
  /** The deliveries in one request, or "pull" when the request only says that something changed (Gmail). */
  read(request: RawRequest): Delivery[] | "pull";
  /** What the provider wants to hear; absent: an empty 204. */
  answer?: { contentType: string; body: string };
}

export interface Pull {
  /** What changed since `cursor` (null: first run). Called again at once while `more` is true. */
  changes(connection: Connection, cursor: string | null): Promise<Changes>;
}
export interface Changes {
  deliveries: Delivery[];
  cursor: string;
  more: boolean;
  /** True when the stored cursor was too old and everything recent is being read again; harmless, but worth showing. */
  startedOver?: boolean;
}

export interface Send {
  /** The provider fetches files itself: each gets a `link`. */
  fetchesFiles?: true;
  /**
   * @returns the provider's ids of the accepted message.
   * @throws ProviderRejected if it can never be accepted; ProviderUnavailable if a retry may help
   *   (`outcomeUnknown` when it may have been accepted already).
   */
  message(connection: Connection, message: OutgoingMessage): Promise<SentMessage>;
  /**
   * Finds a message that may have been accepted before the answer was lost. Null: it is not there, or not to be found
   * yet: one miss is no proof.
   * @param isTaken whether another message of ours is known by this id, for providers that keep no id of ours.
   */
  find(
    connection: Connection,
    message: OutgoingMessage,
    isTaken?: (externalId: string) => Promise<boolean>,
  ): Promise<SentMessage | null>;
}
export interface OutgoingMessage {
  /** Our message id; travels with the message so that it can be recognised later. */
  id: string;
  /** No attempt was made before. */
  writtenAt: Date;
  from: { address: string; name?: string };
  to: MailAddress[];
  cc: MailAddress[];
  /** Who gets it without the others knowing. */
  bcc: MailAddress[];
  subject: string;
  text: string;
  files: OutgoingFile[];
  /** The provider's thread, when the conversation has one. */
  threadKey: string | null;
  /** RFC 5322 Message-ID of the message being answered, and the chain before it, oldest first. */
  inReplyTo: string | null;
  references: string[];
  /** True for mail no person approved: it is marked so that other machines do not answer. */
  automatic: boolean;
}
export interface OutgoingFile {
  name: string;
  /** Found in its bytes. */
  contentType: string;
  content: Buffer;
  /** Behind /files/texts/ where files are served, it opens this one to whoever has it, for some hours. */
  link?: string;
}
export interface SentMessage {
  externalId: string;
  /** The Message-ID the provider really used (Gmail may replace ours). */
  rfcMessageId: string | null;
}

export interface Lookup {
  /**
   * What the provider knows of a person.
   * @returns null when it knows nobody by this address.
   * @throws ProviderUnavailable when throttled or down (`retryAfterMs` when the provider said so).
   */
  customer(
    connection: Connection,
    by: { email: string },
  ): Promise<{ customer: CustomerRecord; orders: OrderRecord[] } | null>;
}

/**
 * `externalId` makes a delivery idempotent: the provider's own id for it, or a hash of the payload. It and `orderingKey`
 * outlive the erasure of whom they are about, so they say nothing of anybody: hash what holds an address or a number.
 */
interface DeliveryKey {
  externalId: string;
  /** Deliveries with the same key are ingested one after another, in the order recorded (Gmail: the thread). */
  orderingKey: string;
}
/**
 * The payload is kept as it came, so that it can be read again by a better normaliser. An adapter that has it as JSON
 * gives that, in UTF-8 and in pieces: then nobody reads it before it is worked. What turns out to be none is set aside for a person.
 */
export type Delivery = DeliveryKey &
  ({ payload: unknown; json?: undefined } | { json: readonly Buffer[]; payload?: undefined });

export interface MailAddress {
  address: string;
  name: string;
}

/** What any provider can tell us, in our words. */
export type Fact = MessageFact | MessageStatusFact | CallFact | RecordFact | LifecycleFact | IgnoredFact;
/** Not for us, and why, in words for a person. */
export interface IgnoredFact {
  kind: "ignored";
  reason: string;
}
/** How far a message of ours came. In any order, and repeated: only what is further counts. */
export interface MessageStatusFact {
  kind: "message-status";
  externalId: string;
  /** Our id, where the provider was given it. */
  ownMessageId: string | null;
  status: "accepted" | "queued" | "sending" | "sent" | "delivered" | "undelivered" | "failed" | "read";
  /** Why it did not arrive, in a merchant's words; `code` is the provider's. */
  failure: { code: string | null; message: string } | null;
  /** Its recipient wants none. */
  optedOut: boolean;
}
export interface MessageFact {
  kind: "message";
  externalId: string;
  threadKey: string;
  /** "outbound": the merchant wrote it in the provider's own client, or it is our own message seen again. */
  direction: "inbound" | "outbound";
  /** Our id when the message carries one of ours (see OutgoingMessage.id). */
  ownMessageId: string | null;
  /** The address is empty when the mail names no sender at all: nobody to answer. */
  from: MailAddress;
  /** Where answers should go when it is not `from`. */
  replyTo: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  subject: string;
  text: string;
  /** As it came: unsafe until it is sanitised for display. */
  html: string | null;
  rfcMessageId: string | null;
  inReplyTo: string[];
  references: string[];
  /** The provider's time of acceptance, not the sender's clock. */
  sentAt: Date;
  /** Why no machine may answer this, or null: "auto-reply", "bounce", "read-receipt", "bulk", "no-reply", "own-address" … */
  automatic: string | null;
  /**
   * Whether the provider found that the message comes from its sender's domain. Null: it did not say, or the message
   * is the merchant's own.
   */
  senderVerified: boolean | null;
  /** Something a person should know about the import: "The email is 31 MB; open it in Gmail". */
  notice: string | null;
  attachments: AttachmentFact[];
  /** What the provider took it for and acted on by itself: it will carry nothing more to the sender, or again. */
  optOut?: "stop" | "start" | "help" | null;
}
export interface AttachmentFact {
  name: string;
  contentType: string;
  sizeBytes: number;
  contentId: string | null;
  inline: boolean;
}
export interface FileContent extends AttachmentFact {
  content: Uint8Array;
}

export interface RawRequest {
  /** Header names in lower case. */
  headers: Record<string, string | undefined>;
  /** Exactly the bytes that arrived: signatures cover them. */
  body: Buffer;
  /** Path and query as they came. */
  url?: string;
  receivedAt?: Date;
}
