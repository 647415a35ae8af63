import type { Server, Socket } from "socket.io";
import type { Actor } from "../domain/workspaces/index.ts";

/** Whose socket it is. */
export interface Who {
  workspaceId: string;
  /** The member's id, or the API key's. */
  memberId: string;
  name: string;
  sessionId: string | null;
  actor: Actor;
  permissions: ReadonlySet<string> | "all";
  /** Private teams whose conversations do not exist for it. */
  hiddenTeams: readonly string[];
}

export interface LiveEvent {
  seq: number;
  name: string;
  data: Record<string, unknown>;
}

export interface Viewer {
  memberId: string;
  name: string;
  typing: boolean;
}

export interface Presence {
  conversationId: string;
  /** Everyone who looks at it now; empty when the last one left. */
  viewers: Viewer[];
}

export type Ack = (answer: { ok: true } | { ok: false; error: { code: string; message: string } }) => void;

export interface ServerToClient {
  /** First, once: where the log stands. Everything later is pushed. */
  ready(state: { seq: number; memberId: string }): void;
  event(event: LiveEvent): void;
  /** Where the log stands: a client behind it missed a push and asks for what it lacks. */
  heartbeat(state: { seq: number }): void;
  presence(presence: Presence): void;
}

export interface ClientToServer {
  /** "I look at it": ends after 25 s unless said again. */
  "conversation.view"(message: unknown, ack?: Ack): void;
  "conversation.leave"(message: unknown, ack?: Ack): void;
  /** "I look at it and write", or no longer write; writing, too, ends after 25 s unless said again. */
  "conversation.typing"(message: unknown, ack?: Ack): void;
}

/** What processes tell each other; presence only. */
export interface BetweenServers {
  viewing(sighting: Sighting): void;
}

export interface Sighting {
  workspaceId: string;
  conversationId: string;
  socketId: string;
  /** The conversation's team: where that is private, others are told nothing. */
  teamId: string | null;
  /** Null when the socket has left the conversation. */
  viewer: Pick<Viewer, "memberId" | "name"> | null;
  /** Null when it says nothing about typing. */
  typing: boolean | null;
}

export interface SocketData {
  who: Who;
}
export type Live = Server<ClientToServer, ServerToClient, BetweenServers, SocketData>;
export type LiveSocket = Socket<ClientToServer, ServerToClient, BetweenServers, SocketData>;
