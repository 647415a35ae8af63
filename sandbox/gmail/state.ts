import { randomInt } from "node:crypto";
import { now } from "../../src/platform/clock.ts";
import type { MailboxSeed } from "../world.ts";
import type { Header } from "./headers.ts";

export interface Mail {
  /** 16 hex digits; its own in every mailbox. */
  id: string;
  threadId: string;
  labelIds: Set<string>;
  raw: Buffer;
  headers: Header[];
  internalDateMs: number;
  historyId: bigint;
  /** What the API says the size is, when a test lies about it. */
  statedSizeBytes: number | null;
}

export type HistoryType = "messageAdded" | "messageDeleted" | "labelAdded" | "labelRemoved";

export interface HistoryRecord {
  id: bigint;
  type: HistoryType;
  message: { id: string; threadId: string; labelIds: string[] };
  /** The labels added or removed. */
  changed: string[];
}

export interface Watch {
  topicName: string;
  labelIds: string[];
  excludes: boolean;
  expiresAtMs: number;
}

export interface Mailbox {
  address: string;
  name: string;
  kind: MailboxSeed["kind"];
  aliases: string[];
  refreshToken: string;
  revoked: boolean;
  mails: Map<string, Mail>;
  history: HistoryRecord[];
  /** A start older than this is answered with 404. */
  oldestHistoryId: bigint;
  historyId: bigint;
  watch: Watch | null;
}

export interface Gmail {
  mailboxes: Map<string, Mailbox>;
  /** Access token → whose, and until when. */
  accessTokens: Map<string, { address: string; expiresAtMs: number }>;
  /** Gmail gives sent mail a Message-ID of its own. */
  replacesMessageIds: boolean;
  /** Mail to addresses that are no mailbox here. */
  sentOutside: { to: string; raw: Buffer }[];
  lastId: bigint;
  lastHistoryId: bigint;
  /** Told of every record of a mailbox's history. */
  listeners: Set<MailboxListener>;
}

export type MailboxListener = (mailbox: Mailbox, mail: Mail) => void;

const watchMs = 7 * 24 * 3_600_000;

/**
 * Ids go on from the clock: after a restart they are still greater than any a client has kept, and a history id from
 * before it is too old, which sends the client into a full sync. They also do not fit a JS number, as Gmail's may not.
 */
export function createGmail(seeds: readonly MailboxSeed[], listeners: Set<MailboxListener>): Gmail {
  const startMs = BigInt(now().getTime());
  const gmail: Gmail = {
    mailboxes: new Map(),
    accessTokens: new Map(),
    replacesMessageIds: true,
    sentOutside: [],
    lastId: startMs << 20n,
    lastHistoryId: startMs * 1_000_000n,
    listeners,
  };
  for (const seed of seeds) addMailbox(gmail, seed);
  return gmail;
}

export function addMailbox(gmail: Gmail, seed: MailboxSeed): Mailbox {
  const { name, kind, refreshToken, aliases = [], watched = false } = seed;
  const historyId = nextHistoryId(gmail);
  const mailbox: Mailbox = {
    ...{ address: seed.address.toLowerCase(), name, kind, aliases, refreshToken, revoked: false },
    ...{ mails: new Map(), history: [], oldestHistoryId: historyId, historyId },
    watch: watched ? newWatch("projects/sandbox/topics/gmail", ["INBOX"], false) : null,
  };
  gmail.mailboxes.set(mailbox.address, mailbox);
  return mailbox;
}

export function newWatch(topicName: string, labelIds: string[], excludes: boolean): Watch {
  return { topicName, labelIds, excludes, expiresAtMs: now().getTime() + watchMs };
}

export function nextMailId(gmail: Gmail): string {
  gmail.lastId += BigInt(randomInt(1, 1000));
  return gmail.lastId.toString(16);
}

/** History ids grow with gaps. */
export function nextHistoryId(gmail: Gmail): bigint {
  gmail.lastHistoryId += BigInt(randomInt(1, 60));
  return gmail.lastHistoryId;
}
