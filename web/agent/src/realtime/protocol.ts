import type { Viewer } from "./presence.ts";
import type { LiveEvent } from "./sequence.ts";

/** What the server answers to a command. */
type Ack = { ok: true } | { ok: false; error: { code: string; message: string } };

export interface FromServer {
  ready(message: { seq: number; memberId: string }): void;
  event(event: LiveEvent): void;
  /** Every 10 s, with the newest number: a lost push is noticed. */
  heartbeat(message: { seq: number }): void;
  presence(message: { conversationId: string; viewers: Viewer[] }): void;
}

export interface ToServer {
  "conversation.view"(message: { conversationId: string }, ack: (answer: Ack) => void): void;
  "conversation.leave"(message: { conversationId: string }, ack: (answer: Ack) => void): void;
  "conversation.typing"(message: { conversationId: string; typing: boolean }, ack: (answer: Ack) => void): void;
}

/** Presence ends 25 s after it was last said. */
export const RENEW_PRESENCE_MS = 10_000;
