import { io, type Socket } from "socket.io-client";
import type { ClientToServer, LiveEvent, Presence, ServerToClient } from "../../src/realtime/protocol.ts";
import { closeAtEnd } from "./close-at-end.ts";
import { until } from "./until.ts";

export type ClientSocket = Socket<ServerToClient, ClientToServer>;
export type Answer = { ok: true } | { ok: false; error: { code: string; message: string } };

export interface Credentials {
  cookie?: string;
  token?: string;
  origin?: string;
}

export interface Listener {
  socket: ClientSocket;
  /** The number it was told on connecting. */
  readySeq: number;
  events: LiveEvent[];
  heartbeats: number[];
  /** The last it heard of a conversation. */
  viewers(conversationId: string): Presence["viewers"] | undefined;
  /** Every presence it heard, in order. */
  presences: Presence[];
  say(name: keyof ClientToServer, message: unknown): Promise<Answer>;
}

/** A socket that is not yet connected and never comes back by itself. Closed by itself. */
export function aSocket(url: string, { cookie, token, origin }: Credentials, transport = "websocket"): ClientSocket {
  const extraHeaders = { ...(cookie && { cookie }), ...(origin && { origin }) };
  const options = { transports: [transport], reconnection: false, forceNew: true, autoConnect: false };
  const socket: ClientSocket = io(url, { ...options, extraHeaders, ...(token && { auth: { token } }) });
  closeAtEnd(async () => void socket.disconnect());
  return socket;
}

/** Connects and notes everything it hears. @throws the refusal's Error. */
export async function listen(url: string, credentials: Credentials): Promise<Listener> {
  const socket = aSocket(url, credentials);
  const [events, heartbeats, presences]: [LiveEvent[], number[], Presence[]] = [[], [], []];
  socket.on("event", (event) => events.push(event));
  socket.on("heartbeat", ({ seq }) => heartbeats.push(seq));
  socket.on("presence", (presence) => presences.push(presence));
  const ready = new Promise<number>((done, failed) => {
    socket.once("ready", ({ seq }) => done(seq));
    socket.once("connect_error", failed);
  });
  socket.connect();
  return {
    socket,
    readySeq: await ready,
    events,
    heartbeats,
    presences,
    viewers: (conversationId) => presences.findLast((one) => one.conversationId === conversationId)?.viewers,
    say: (name, message) => new Promise((done) => socket.emit(name, message, done)),
  };
}

/** Why it was not let in: the code. */
export async function refusalOf(socket: ClientSocket): Promise<string> {
  const refusal = new Promise<string>((done, failed) => {
    socket.once("connect_error", (error) => done(error.message));
    socket.once("connect", () => failed(new Error("It was let in")));
  });
  socket.connect();
  return refusal;
}

/** Waits until the listener has heard of `seq`; then gives the numbers it heard. */
export async function heardUpTo({ events }: Listener, seq: number): Promise<number[]> {
  await until(() => events.some((event) => event.seq === seq), { what: `event ${seq}` });
  return events.map((event) => event.seq);
}
