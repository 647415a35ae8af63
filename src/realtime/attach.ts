import type { Server as HttpServer } from "node:http";
import { createAdapter } from "@socket.io/redis-streams-adapter";
import { Redis } from "ioredis";
import { Server } from "socket.io";
import type { Context } from "../domain/workspaces/index.ts";
import type { Database } from "../platform/db.ts";
import type { Log } from "../platform/log.ts";
import { startHeartbeat, tellHead } from "./catch-up.ts";
import { openPresence } from "./presence.ts";
import type { Live, LiveSocket, Who } from "./protocol.ts";
import { startPublishing } from "./publish.ts";

export interface RealtimeOptions {
  db: Database;
  log: Log;
  /** Who opens a socket; null refuses it. Asked again every ten minutes. */
  authenticate(handshake: { cookie?: string | undefined; token?: string | undefined }): Promise<Who | null>;
  /** Carries presence and remote disconnects between processes. Events need no Redis. */
  redisUrl?: string | undefined;
  /** The one origin whose pages may open a socket. */
  allowedOrigin: string;
  heartbeatMs?: number;
  followEveryMs?: number;
  presenceTtlMs?: number;
}

export interface Realtime {
  connections(): number;
  /** Ends the sockets of a login, on every process. */
  disconnectSession(sessionId: string): void;
  /** Ends the sockets of a member or API key, on every process. */
  disconnectMember(workspaceId: string, memberId: string): void;
  close(): Promise<void>;
}

const recheckMs = 10 * 60_000;

/** Live updates over socket.io: who may listen, what they hear, and who else is looking. */
export function attachRealtime(httpServer: HttpServer, options: RealtimeOptions): Realtime {
  const { db, log, authenticate, redisUrl, allowedOrigin } = options;
  const redis = redisUrl ? openRedis(redisUrl, log) : null;
  const io: Live = new Server(httpServer, {
    transports: ["websocket", "polling"],
    maxHttpBufferSize: 64 * 1024,
    perMessageDeflate: false,
    serveClient: false,
    cors: { origin: allowedOrigin, credentials: true },
    allowRequest: (req, decide) => decide(null, isAllowed(req.headers.origin, req.headers.host, allowedOrigin)),
    ...(redis && { adapter: createAdapter(redis) }),
  });
  const presence = openPresence(io, { db, ttlMs: options.presenceTtlMs ?? 25_000 });
  const publishing = startPublishing(io, { db, log, everyMs: options.followEveryMs ?? 100 });
  const heartbeat = startHeartbeat(io, publishing, options.heartbeatMs ?? 10_000);

  io.use((socket, next) => {
    identify(socket, authenticate).then(
      (who) => next(who ? undefined : new Error("unauthenticated")),
      () => next(new Error("unauthenticated")),
    );
  });
  io.on("connection", (socket) => {
    void socket.join(roomsOf(socket.data.who));
    presence.attend(socket);
    const recheck = setInterval(() => void dropIfOut(socket, authenticate), recheckMs);
    socket.on("disconnect", () => clearInterval(recheck));
    tellHead(socket, publishing).catch((error: unknown) => {
      log.warn({ err: error }, "a socket could not be told where the log stands");
      socket.disconnect(true);
    });
  });

  return {
    connections: () => io.engine.clientsCount,
    disconnectSession: (sessionId) => io.in(`s:${sessionId}`).disconnectSockets(true),
    disconnectMember: (workspaceId, memberId) => io.in(`m:${workspaceId}:${memberId}`).disconnectSockets(true),
    close: async () => {
      heartbeat.stop();
      presence.stop();
      await publishing.stop();
      await io.close();
      redis?.disconnect();
    },
  };
}

/** The context of what a socket does: its member's, with what she may do. */
export function contextOf(db: Database, { workspaceId, actor, permissions }: Who): Context {
  return { workspaceId, actor, permissions, db, requestId: "socket", cause: null };
}

async function identify(socket: LiveSocket, authenticate: RealtimeOptions["authenticate"]): Promise<Who | null> {
  const { auth, headers } = socket.handshake;
  const token: unknown = auth.token;
  const who = await authenticate({ cookie: headers.cookie, token: typeof token === "string" ? token : undefined });
  if (!who || (who.permissions !== "all" && !who.permissions.has("events:read"))) return null;
  socket.data.who = who;
  return who;
}

async function dropIfOut(socket: LiveSocket, authenticate: RealtimeOptions["authenticate"]): Promise<void> {
  const who = await identify(socket, authenticate).catch(() => null);
  if (!who) socket.disconnect(true);
}

function roomsOf({ workspaceId, memberId, sessionId }: Who): string[] {
  const rooms = [`w:${workspaceId}`, `m:${workspaceId}:${memberId}`];
  return sessionId ? [...rooms, `s:${sessionId}`] : rooms;
}

/** Pages of other origins may not use a visitor's cookie; programs send no origin. */
function isAllowed(origin: string | undefined, host: string | undefined, allowed: string): boolean {
  if (origin === undefined || origin === allowed) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function openRedis(url: string, log: Log): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on("error", (error) => log.warn({ err: error }, "realtime redis"));
  return redis;
}
