import type { QueryClient } from "@tanstack/react-query";
import { io, type Socket } from "socket.io-client";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { applyEvents } from "./apply-events.ts";
import { type Follower, follow } from "./follow.ts";
import { forgetPresence, notePresence } from "./presence.ts";
import type { FromServer, ToServer } from "./protocol.ts";
import { readAgain } from "./read-again.ts";
import type { LiveEvent } from "./sequence.ts";

export type LiveState = "connecting" | "live" | "reconnecting";
export type LiveSocket = Socket<FromServer, ToServer>;

export interface Live {
  socket: LiveSocket;
  stop(): void;
}

const PAGE_SIZE = 100;
/** Three heartbeats: a connection this quiet is dead, even if the browser has not noticed. */
const SILENT_MS = 30_000;

/** Opens the one socket of a signed-in agent and keeps every answer on screen true. */
export function goLive(client: QueryClient, selfId: string, onState: (state: LiveState) => void): Live {
  const socket: LiveSocket = io({
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelayMax: 5_000,
  });
  const follower = follow({
    ask: (after) => answer(api.GET("/v1/events", { params: { query: { after, limit: PAGE_SIZE } } })),
    show: inOrder((events) => applyEvents(client, events, selfId)),
    reread: () => void readAgain(client, { predicate: (query) => query.queryKey[0] !== "session" }),
    retryAfterMs: (failures) => Math.min(15_000, 500 * 2 ** failures),
  });
  const watch = watchSilence(socket);
  let stopped = false;
  listen(socket, follower, watch, onState, (delayMs) => {
    void client.invalidateQueries({ queryKey: keys.session });
    setTimeout(() => stopped || socket.connect(), delayMs);
  });
  return {
    socket,
    stop() {
      stopped = true;
      follower.stop();
      watch.stop();
      socket.disconnect();
      forgetPresence();
    },
  };
}

function listen(
  socket: LiveSocket,
  follower: Follower,
  watch: { heard(): void },
  onState: (state: LiveState) => void,
  comeBack: (delayMs: number) => void,
): void {
  socket.onAny(watch.heard);
  socket.on("ready", ({ seq }) => {
    onState("live");
    follower.connected(seq);
  });
  socket.on("event", follower.pushed);
  socket.on("heartbeat", ({ seq }) => follower.heard(seq));
  socket.on("presence", ({ conversationId, viewers }) => notePresence(conversationId, viewers));
  socket.on("disconnect", (reason) => {
    onState("reconnecting");
    forgetPresence();
    // Cut on purpose: perhaps logged out elsewhere. If the session still stands, come back.
    if (reason === "io server disconnect") comeBack(1_000);
  });
  socket.on("connect_error", () => {
    onState("reconnecting");
    // socket.io tries again by itself unless the server refused the handshake.
    if (!socket.active) comeBack(3_000);
  });
}

/** A laptop that slept holds a dead socket that looks alive: hang up, so that it connects again. */
function watchSilence(socket: LiveSocket) {
  let heardAt = Date.now();
  const check = () => {
    if (!socket.connected || Date.now() - heardAt < SILENT_MS) return;
    heardAt = Date.now();
    socket.io.engine.close();
  };
  const timer = setInterval(check, 5_000);
  return {
    heard() {
      heardAt = Date.now();
    },
    stop: () => clearInterval(timer),
  };
}

/** One batch after the other; what arrives meanwhile becomes the next batch, so an old answer never covers a new one. */
function inOrder(work: (events: LiveEvent[]) => Promise<void>): (events: LiveEvent[]) => void {
  let waiting: LiveEvent[] = [];
  let busy = false;
  const drain = async () => {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await work(batch);
    }
    busy = false;
  };
  return (events) => {
    waiting.push(...events);
    if (!busy) void drain();
  };
}
