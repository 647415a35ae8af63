import { createSchedule, type Schedule } from "./schedule.ts";
import type { AccountSeed, NumberSeed, ServiceSeed, TwilioSeed } from "./seeds.ts";
import { newSid } from "./sid.ts";
import { type Manner, newVoice, type Voice } from "./voice/state.ts";

/** A resource as the API shows it, without what follows from its place. */
export type Resource = Record<string, unknown> & { sid: string };

export interface Account {
  sid: string;
  name: string;
  ownerSid: string;
  status: "active" | "suspended" | "closed";
  /** The primary one; it alone signs. */
  authToken: string;
  createdAt: Date;
  updatedAt: Date;
  keys: Map<string, { sid: string; secret: string; name: string; createdAt: Date }>;
  numbers: Map<string, PhoneNumber>;
  messages: Map<string, Message>;
  services: Map<string, Service>;
  brands: Map<string, Resource>;
  tollfree: Map<string, Resource>;
  applications: Map<string, Resource>;
  /** "SENDER RECIPIENT" of those who said stop; the sender is a messaging service or a number outside of any. */
  optOuts: Set<string>;
  voice: Voice;
  /** What the debugger shows: webhooks that failed, TwiML that is none. */
  alerts: Alert[];
}

export interface PhoneNumber {
  sid: string;
  number: string;
  type: "local" | "tollfree" | "mobile";
  createdAt: Date;
  updatedAt: Date;
  /** Webhooks and the like, under the API's names. */
  settings: Record<string, string | boolean | null>;
  segmentsPerSecond: number;
  /** Until when its queue is full of what was accepted. */
  busyUntilMs: number;
}

export interface Service {
  sid: string;
  createdAt: Date;
  updatedAt: Date;
  settings: Record<string, unknown>;
  numberSids: { sid: string; addedAt: Date }[];
  campaigns: Map<string, Resource>;
  /** Twilio says who opted out (OptOutType) and answers in the shop's words. */
  advancedOptOut: boolean;
  /** Recipient → the number that writes to them. */
  sticky: Map<string, string>;
}

export interface Media {
  sid: string;
  contentType: string;
  bytes: Buffer;
  createdAt: Date;
}

export type MessageStatus =
  | ("accepted" | "scheduled" | "queued" | "sending" | "sent" | "delivered" | "undelivered" | "failed")
  | ("receiving" | "received" | "read" | "canceled");

export interface Message {
  sid: string;
  account: Account;
  direction: "inbound" | "outbound-api" | "outbound-reply";
  from: string | null;
  to: string;
  body: string;
  status: MessageStatus;
  errorCode: number | null;
  segments: number;
  media: Media[];
  /** What is fetched before it is sent. */
  mediaUrls: string[];
  serviceSid: string | null;
  statusCallback: string | null;
  /** Of a group text: who else got it. */
  others: string[];
  validForMs: number;
  createdAt: Date;
  updatedAt: Date;
  sentAt: Date | null;
  /** Twilio's own answer to a keyword. */
  ownWords: boolean;
  /** When the handset showed it. */
  arrivedAt: Date | null;
}

/** A text on its way to one of Twilio's numbers. */
export interface IncomingText {
  from: string;
  to: string;
  body: string;
  media: Pick<Media, "contentType" | "bytes">[];
  /** Of a group text: who else gets it. */
  others: string[];
}

export interface Alert {
  code: number;
  text: string;
  url: string | null;
  resourceSid: string | null;
  at: Date;
}

/** What a carrier does with a text. */
export interface Carrier {
  /** "silent" delivers and never says so. */
  outcome: "delivered" | "undelivered" | "failed" | "silent";
  errorCode?: number | undefined;
  sentAfterMs: number;
  /** After it was sent. */
  receiptAfterMs: number;
  /** The receipt comes before the word that it was sent. */
  receiptFirst: boolean;
  /** So many more of every callback. */
  repeats: number;
}

export interface Phone {
  number: string;
  name: string;
  carrier: Partial<Carrier>;
  /** What it does when it is called. */
  manner: Manner;
}

export interface Twilio {
  schedule: Schedule;
  accounts: Map<string, Account>;
  phones: Map<string, Phone>;
  /** Softphones that are there, by identity. */
  clients: Map<string, Manner>;
  carrier: Carrier;
  /** United States: only registered senders get through (30034, 30032). */
  registrationRequired: boolean;
  /** 21610 comes as a status callback, not as the answer. */
  optOutsFoundLate: boolean;
  /** Countries ("47") that may not be written to (21408). */
  barredCountries: Set<string>;
  /** So many times the usual price of numbers. */
  dearer: number;
  /** Failures of the stand-in itself; none is expected. */
  problems: string[];
  /** Told of every change of what a handset shows. */
  listeners: Set<(number: string) => void>;
  /** Where a text goes that one of Twilio's numbers sends to another. */
  onward: ((text: IncomingText) => void) | null;
  /** Kept back by a fault until the next one leaves. */
  keptBack: Set<() => void>;
}

export function createTwilio(seed: TwilioSeed, listeners: Twilio["listeners"], stepMs: number): Twilio {
  const problems: string[] = [];
  const schedule = createSchedule((error) =>
    problems.push(error instanceof Error ? String(error.stack) : String(error)),
  );
  const twilio: Twilio = {
    ...{
      schedule,
      accounts: new Map(),
      phones: new Map(),
      clients: new Map(),
      listeners,
      problems,
      keptBack: new Set(),
      onward: null,
    },
    ...{ registrationRequired: true, optOutsFoundLate: false, barredCountries: new Set(), dearer: 1 },
    carrier: {
      ...{ outcome: "delivered", sentAfterMs: stepMs, receiptAfterMs: 2 * stepMs, receiptFirst: false, repeats: 0 },
    },
  };
  for (const account of seed.accounts) addAccount(twilio, account);
  for (const phone of seed.phones) phoneOf(twilio, phone.number).name = phone.name;
  return twilio;
}

/** It rings until somebody does something. */
export function waits(): Manner {
  return { does: "waits", afterMs: 0 };
}

/** A handset appears with the first text from or to it. */
export function phoneOf(twilio: Twilio, number: string): Phone {
  const phone = twilio.phones.get(number) ?? { number, name: number, carrier: {}, manner: waits() };
  twilio.phones.set(number, phone);
  return phone;
}

export function addAccount(twilio: Twilio, seed: AccountSeed): Account {
  const at = twilio.schedule.now();
  const account: Account = {
    ...{ sid: seed.sid, name: seed.name, ownerSid: seed.ownerSid ?? seed.sid, status: "active" },
    ...{ authToken: seed.authToken, createdAt: at, updatedAt: at, keys: new Map(), numbers: new Map() },
    ...{ messages: new Map(), services: new Map(), brands: new Map(), tollfree: new Map(), applications: new Map() },
    ...{ optOuts: new Set(), alerts: [], voice: newVoice() },
  };
  for (const key of seed.apiKeys ?? []) account.keys.set(key.sid, { ...key, name: "", createdAt: at });
  for (const number of seed.numbers ?? []) addNumber(account, number, at);
  for (const service of seed.services ?? []) addService(account, service, at);
  twilio.accounts.set(account.sid, account);
  return account;
}

export function addNumber(account: Account, seed: NumberSeed, at: Date): PhoneNumber {
  const type = isTollFree(seed.number) ? "tollfree" : "local";
  const number: PhoneNumber = {
    ...{ sid: seed.sid, number: seed.number, type, createdAt: at, updatedAt: at, busyUntilMs: 0 },
    ...{ segmentsPerSecond: type === "tollfree" ? 3 : 1 },
    settings: { friendly_name: seed.number, sms_url: seed.smsUrl ?? "", voice_url: seed.voiceUrl ?? null },
  };
  account.numbers.set(number.sid, number);
  if (seed.verification) {
    const sid = newSid("HH");
    account.tollfree.set(sid, { sid, tollfree_phone_number_sid: number.sid, status: seed.verification });
  }
  return number;
}

function addService(account: Account, seed: ServiceSeed, at: Date): void {
  const service = newService(seed.sid, { friendly_name: seed.name }, at);
  service.numberSids = seed.numberSids.map((sid) => ({ sid, addedAt: at }));
  account.services.set(seed.sid, service);
  if (!seed.campaign) return;
  const [brand, campaign] = [newSid("BN"), newSid("QE")];
  account.brands.set(brand, { sid: brand, status: "APPROVED", brand_type: "STANDARD", identity_status: "VERIFIED" });
  service.campaigns.set(campaign, {
    ...{ sid: campaign, brand_registration_sid: brand, campaign_status: seed.campaign, description: seed.name },
    ...{ us_app_to_person_usecase: "CUSTOMER_CARE" },
  });
}

export function newService(sid: string, settings: Record<string, unknown>, at: Date): Service {
  return {
    ...{ sid, settings, createdAt: at, updatedAt: at, numberSids: [], campaigns: new Map(), advancedOptOut: false },
    sticky: new Map(),
  };
}

export function isTollFree(number: string): boolean {
  return /^\+18(?:00|33|44|55|66|77|88)\d{7}$/.test(number);
}

/** The number that is Twilio's, and whose. */
export function ownerOf(twilio: Twilio, number: string): { account: Account; own: PhoneNumber } | null {
  for (const account of twilio.accounts.values()) {
    const own =
      account.status === "closed" ? undefined : [...account.numbers.values()].find((each) => each.number === number);
    if (own) return { account, own };
  }
  return null;
}

export function serviceWith(account: Account, own: PhoneNumber): Service | null {
  const has = (service: Service) => service.numberSids.some(({ sid }) => sid === own.sid);
  return [...account.services.values()].find(has) ?? null;
}
