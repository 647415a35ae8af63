import type { Connection, ConnectionInfo, RawRequest } from "./contract.ts";

/**
 * Calls: the provider asks what is to happen and waits for the answer; everything else it tells (see `Webhook.read`).
 * Both in our words.
 */
export interface Voice {
  /** What this request asks. Null: it only tells something. Pure; the request is verified. */
  question(request: RawRequest): CallQuestion | null;
  /** The provider's own document for what is to happen. Pure. */
  render(
    steps: readonly CallStep[],
    connection: Pick<ConnectionInfo, "account">,
  ): { contentType: string; body: string };
  /**
   * @returns the leg's id at the provider, of a leg that was dialled.
   * @throws ProviderRejected (`details.isOver` when the leg has ended already); ProviderUnavailable (`outcomeUnknown`
   *   when a leg may have been dialled). All but dialling may be repeated.
   */
  perform(connection: Connection, command: CallCommand): Promise<{ externalId: string | null }>;
  /** A leg that may have been dialled before the answer was lost. @param isTaken whether another leg of ours has this id. */
  findDialled(
    connection: Connection,
    leg: DialCommand & { since: Date },
    isTaken: (externalId: string) => Promise<boolean>,
  ): Promise<string | null>;
  /** How a leg stands now; null: the provider knows no such leg. */
  standing(connection: Connection, externalId: string): Promise<LegFact | null>;
}

/** Where a call goes on: comes back with the question. Never what a caller could have made up. */
export interface Ask {
  at: string;
  callId?: string;
  legId?: string;
  /** Of a menu: which, and how often nothing was understood. */
  menu?: string;
  tries?: number;
}

export interface CallQuestion {
  /** The leg's id at the provider. */
  externalId: string;
  /** E.164; null: withheld. Of a softphone: its member. */
  from: string | null;
  fromMemberId: string | null;
  to: string;
  callerName: string;
  ask: Ask;
  /** Keys pressed and words said since; empty when there were none. */
  digits: string;
  speech: string;
  /** What the assistant gives the people who go on, as it wrote it. */
  handoff: string | null;
  /** The leg has hung up meanwhile: what is answered is heard by nobody. */
  isOver?: boolean;
  /** What a softphone sent along: not to be trusted. */
  parameters: Record<string, string>;
}

/** What is to happen on a leg, one after another. */
export type CallStep =
  | { do: "say"; text: string; language: string; voice: string | null }
  | { do: "pause"; seconds: number }
  /** Reads keys and speech; the answer comes back with `next`, also an empty one. */
  | { do: "ask"; say: string; language: string; voice: string | null; digits: number; words: string[]; next: Ask }
  /** Waits, hearing what `waiting` is answered with again and again; `next` when it is over. */
  | { do: "wait"; callId: string; waiting: Ask; next: Ask }
  /** Ends the waiting. */
  | { do: "leave" }
  /** From here on what is said on this leg is told in words (see `SpeechFact`); language null: no more. */
  | { do: "transcribe"; callId: string; language: string | null }
  /** Into the room that all of the call are in. Whose going ends it, `endsRoom`. */
  | { do: "join"; callId: string; endsRoom: boolean; isRecorded: boolean; next: Ask | null }
  | { do: "record"; callId: string; language: string; maxSeconds: number; next: Ask }
  | { do: "assistant"; callId: string; externalId: string; language: string; languages: string[]; next: Ask }
  | { do: "go"; to: Ask }
  | { do: "hang_up" };

export interface DialCommand {
  do: "dial";
  callId: string;
  legId: string;
  to: { memberId: string } | { number: string };
  /** A number of the shop's. */
  from: string;
  timeoutSeconds: number;
}
export type CallCommand =
  | DialCommand
  /** Sends a leg to where `ask` says. */
  | { do: "move"; externalId: string; ask: Ask }
  | { do: "end"; externalId: string }
  | { do: "hold"; callId: string; externalId: string; onHold: boolean }
  | { do: "mute"; callId: string; externalId: string; muted: boolean };

export type CallFact = LegFact | RoomFact | RecordingFact | TranscriptFact | SpeechFact;

/** How far a leg came. In any order, and repeated. */
export interface LegFact {
  kind: "call-leg";
  /** Ours, where the provider was given them. */
  callId: string | null;
  legId: string | null;
  externalId: string;
  status: "dialling" | "ringing" | "answered" | "ended";
  /** Of an ended one, in a closed word. */
  endReason: "completed" | "busy" | "no_answer" | "canceled" | "failed" | null;
  at: Date;
  talkedSeconds: number | null;
  direction: "inbound" | "outbound";
  from: string | null;
  to: string;
  callerName: string;
}
/** Somebody came into the room of a call, or went, or is heard or not. */
export interface RoomFact {
  kind: "call-room";
  callId: string;
  /** The leg's. */
  externalId: string;
  isIn: boolean;
  onHold: boolean;
  muted: boolean;
  at: Date;
  /** Which one: who goes from one to another leaves and comes. */
  roomId: string;
  /** Orders what happened in one room within one second. */
  sequence: number;
}
export interface RecordingFact {
  kind: "call-recording";
  callId: string;
  externalId: string;
  of: "call" | "voicemail";
  durationSeconds: number;
  /** The delivery that tells of it: its sound is fetched by that. */
  deliveryExternalId: string;
  at: Date;
}
export interface TranscriptFact {
  kind: "call-transcript";
  callId: string;
  recordingExternalId: string;
  /** Null: there will be none. */
  text: string | null;
}
/** Something that was said to each other while a leg is written down. */
export interface SpeechFact {
  kind: "call-speech";
  callId: string;
  /** What makes it once. */
  externalId: string;
  /** The customer, or whoever she hears. */
  speaker: "customer" | "shop";
  text: string;
  at: Date;
}
