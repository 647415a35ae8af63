import type { Account, Alert } from "../state.ts";

export type CallStatus =
  | ("queued" | "initiated" | "ringing" | "in-progress")
  | ("completed" | "busy" | "no-answer" | "failed" | "canceled");

/** What the person at the far end of a leg does. */
export type Input =
  | { kind: "digit"; digit: string }
  | { kind: "speech"; text: string; confidence: number; isLast: boolean }
  | { kind: "answer"; by: "human" | "machine_start" }
  | { kind: "decline"; status: CallStatus };

/** What the person at the far end hears, and what they say themselves ("spoke"). */
export interface Heard {
  at: Date;
  kind: "said" | "played" | "music" | "beep" | "voice" | "spoke";
  text: string;
}

export interface Callback {
  url: string;
  method: string;
  events: Set<string>;
}

/** Where TwiML comes from: an address that is asked, or the document itself with the address it counts as. */
export type Source =
  | { url: string; method?: string | undefined; fields?: Record<string, string>; fallbackUrl?: string | null }
  | { twiml: string; url: string };

/** One leg: Twilio on this side, a phone or a softphone at the far end. */
export interface Leg {
  sid: string;
  account: Account;
  parent: Leg | null;
  direction: "inbound" | "outbound-api" | "outbound-dial";
  from: string;
  to: string;
  callerName: string | null;
  forwardedFrom: string | null;
  numberSid: string | null;
  /** Of a softphone's call: what it sent along. */
  parameters: Record<string, string>;
  status: CallStatus;
  answeredBy: string | null;
  createdAt: Date;
  updatedAt: Date;
  answeredAt: Date | null;
  endedAt: Date | null;
  queueSeconds: number;
  callback: Callback | null;
  sequence: number;
  /** What it is carrying out; aborted when it is hung up or sent elsewhere. */
  run: AbortController | null;
  listeners: Set<(input: Input) => void>;
  /** It carries out TwiML of its own; a leg that was dialled does not, until it is sent somewhere. */
  isDriven: boolean;
  heard: Heard[];
  /** What is said on it is written down, by name. */
  scribes: Map<string, Scribe>;
  /** A voice says this to it since then; null: none does. */
  hearing: { text: string; sinceMs: number } | null;
  /** The other legs that hear this one. */
  audience: () => Leg[];
  /** Resolves when it is over. */
  ended: Promise<void>;
  end: () => void;
}

/** A transcription that goes on while somebody talks. */
export interface Scribe {
  sid: string;
  name: string;
  track: string;
  languageCode: string;
  callback: Callback | null;
  sequence: number;
}

export interface Participant {
  leg: Leg;
  label: string | null;
  muted: boolean;
  hold: boolean;
  coaching: boolean;
  callSidToCoach: string | null;
  startOnEnter: boolean;
  endOnExit: boolean;
  joinedAt: Date;
  /** The conference has begun: it waits no longer. */
  begin: () => void;
  /** Takes it out of the conference. */
  leave: (why: string) => void;
}

export interface Conference {
  sid: string;
  account: Account;
  name: string;
  status: "init" | "in-progress" | "completed";
  participants: Map<string, Participant>;
  callback: Callback | null;
  sequence: number;
  recording: Recording | null;
  createdAt: Date;
  updatedAt: Date;
  reasonEnded: string | null;
  endedBy: string | null;
}

export interface Queue {
  sid: string;
  name: string;
  maxSize: number;
  createdAt: Date;
  updatedAt: Date;
  members: QueueMember[];
  /** Seconds that those who left had waited. */
  waited: number[];
}

export interface QueueMember {
  leg: Leg;
  enqueuedAt: Date;
  /** Ends the waiting. */
  leave: (how: QueueExit) => void;
}
export type QueueExit =
  | { result: "leave" | "redirected"; to?: Source }
  | { result: "bridged"; agent: Leg; url: Source | null; done: () => void };

export interface Recording {
  sid: string;
  account: Account;
  leg: Leg | null;
  conferenceSid: string | null;
  status: "in-progress" | "paused" | "completed" | "absent";
  source: string;
  channels: number;
  track: string;
  callback: Callback | null;
  startedAt: Date;
  endedAt: Date | null;
  /** What was said while it ran. */
  words: string[];
}

export interface Transcription {
  sid: string;
  recordingSid: string;
  text: string;
  durationSeconds: number;
  createdAt: Date;
}

export interface Voice {
  legs: Map<string, Leg>;
  conferences: Map<string, Conference>;
  queues: Map<string, Queue>;
  recordings: Map<string, Recording>;
  transcriptions: Map<string, Transcription>;
  /** Alerts about calls, under ids of their own. */
  notifications: Map<string, Alert & { sid: string }>;
}

/** What a phone or softphone does when it is called. "waits": until somebody answers or declines for it. */
export interface Manner {
  does: "waits" | "answers" | "declines" | "ignores" | "fails" | "machine";
  afterMs: number;
}

export function newVoice(): Voice {
  return {
    ...{ legs: new Map(), conferences: new Map(), queues: new Map(), recordings: new Map() },
    ...{ transcriptions: new Map(), notifications: new Map() },
  };
}

/** It was hung up (`to` is null) or sent elsewhere while it carried something out. */
export class Interrupted extends Error {
  readonly to: Source | null;

  constructor(to: Source | null) {
    super("interrupted");
    this.to = to;
  }
}

export function isOver({ status }: Leg): boolean {
  return ["completed", "busy", "no-answer", "failed", "canceled"].includes(status);
}
