import type { Server as HttpServer } from "node:http";
import { Server } from "socket.io";
import type { Database } from "../platform/db.ts";
import { AppError } from "../platform/errors.ts";
import type { Log } from "../platform/log.ts";
import { type Authenticate, admit, keepAdmitting, reconsider } from "./admit.ts";
import { type Bridge, openBridge } from "./bridge.ts";
import { startHeartbeat, tellHead } from "./catch-up.ts";
import { takeCommands } from "./commands.ts";
import { openPresence } from "./presence.ts";
import type { Live, LiveSocket, Who } from "./protocol.ts";
import { startPublishing } from "./publish.ts";
import { noteSight } from "./sight.ts";
import { viewersRoom } from "./viewing.ts";

export interface RealtimeOptions {
  db: Database;
  log: Log;
  /** Asked for every socket, again when it looks at a conversation, and every ten minutes. */
  authenticate: Authenticate;
  /** Carries presence and remote disconnects between processes. Events need no Redis. */
  redisUrl?: string | undefined;
  /** The one origin whose pages may open a socket. */
  allowedOrigin: string;
  /** Called when a member's socket comes, and regularly while it stays. */
  onSeen?(who: Who, memberId: string): Promise<void>;
  seenEveryMs?: number;
  heartbeatMs?: number;
  followEveryMs?: number;
  presenceTtlMs?: number;
  recheckMs?: number;
}

export interface Realtime {
  connections(): number;
  /** Ends the sockets of a login, on every process. */
  disconnectSession(sessionId: string): void;
  /** Also stops the HTTP server from listening, as socket.io does. */
  close(): Promise<void>;
}

/** Live updates over socket.io: who may listen, what they hear, and who else is looking. */
export function attachRealtime(httpServer: HttpServer, options: RealtimeOptions): Realtime {
  const { db, log, authenticate, redisUrl } = options;
  const bridge = redisUrl ? openBridge(redisUrl, log) : null;
  const io = openServer(httpServer, options, bridge);
  const presence = openPresence(io, {
    ttlMs: options.presenceTtlMs ?? 25_000,
    isShared: () => bridge?.isUp() ?? false,
  });
  const looking = new Map<string, ReturnType<typeof takeCommands>>();
  const publishing = startPublishing(io, {
    db,
    log,
    everyMs: options.followEveryMs ?? 100,
    onTold: (workspaceId, { name, data }) => {
      if (name === "conversation.team_changed") {
        const conversationId = String(data.conversationId);
        const room = viewersRoom(workspaceId, conversationId);
        for (const { id } of socketsIn(io, room)) void looking.get(id)?.lookAgain(conversationId);
      }
      if (!mayEndAccess(name)) return;
      for (const socket of socketsIn(io, `w:${workspaceId}`)) void askAgain(socket);
    },
  });
  const askAgain = async (socket: LiveSocket) => {
    await reconsider(socket, authenticate, log);
    if (!socket.connected || !noteSight(socket)) return;
    await looking.get(socket.id)?.lookAgain();
    presence.showAll(socket);
  };
  const heartbeatMs = options.heartbeatMs ?? 10_000;
  const heartbeat = startHeartbeat(io, publishing, heartbeatMs);
  bridge?.markPlaces(io, heartbeatMs);

  io.use((socket, next) => {
    admit(socket, authenticate).then(
      () => next(),
      (error: unknown) => next(refusalOf(error, log)),
    );
  });
  io.on("connection", (socket) => {
    void socket.join(roomsOf(socket.data.who));
    noteSight(socket);
    keepAdmitting(socket, { authenticate, everyMs: options.recheckMs ?? 10 * 60_000, log });
    if (options.onSeen) keepNoting(socket, options.onSeen, options.seenEveryMs ?? 2 * 60_000, log);
    looking.set(socket.id, takeCommands(socket, { db, log, presence, admit: () => admit(socket, authenticate) }));
    socket.on("disconnect", () => looking.delete(socket.id));
    presence.showAll(socket);
    tellHead(socket, publishing).catch((error: unknown) => {
      log.warn({ err: error }, "a socket could not be told where the log stands");
      socket.disconnect(true);
    });
  });
  /** Here at once: the adapter would wait for Redis first. */
  const cut = (room: string) => {
    io.local.in(room).disconnectSockets(true);
    if (bridge) io.in(room).disconnectSockets(true);
  };

  return {
    connections: () => io.engine.clientsCount,
    disconnectSession: (sessionId) => cut(`s:${sessionId}`),
    close: async () => {
      heartbeat.stop();
      presence.stop();
      await publishing.stop();
      await io.close();
      bridge?.close();
    },
  };
}

function openServer(httpServer: HttpServer, { allowedOrigin }: RealtimeOptions, bridge: Bridge | null): Live {
  return new Server(httpServer, {
    transports: ["websocket", "polling"],
    maxHttpBufferSize: 64 * 1024,
    connectTimeout: 10_000,
    // Sockets of others, which are looked up before they are admitted, are theirs to refuse.
    destroyUpgradeTimeout: 10_000,
    perMessageDeflate: false,
    serveClient: false,
    cors: { origin: allowedOrigin, credentials: true },
    allowRequest: (req, decide) => decide(null, isAllowed(req.headers.origin, req.headers.host, allowedOrigin)),
    ...(bridge && { adapter: bridge.adapter }),
  });
}

/** Says that the member is here, now and as long as the socket is. Nothing depends on a single time. */
function keepNoting(socket: LiveSocket, onSeen: NonNullable<RealtimeOptions["onSeen"]>, everyMs: number, log: Log) {
  const note = () => {
    const { who } = socket.data;
    if (who.actor.type !== "member") return;
    onSeen(who, who.actor.id).catch((error: unknown) => log.warn({ err: error }, "a member's presence was not noted"));
  };
  const timer = setInterval(note, everyMs);
  socket.on("disconnect", () => clearInterval(timer));
  note();
}

/** What the client's `connect_error` gets: the code as message, and the same in `data` as an answer holds. */
function refusalOf(error: unknown, log: Log): Error {
  if (!(error instanceof AppError)) log.error({ err: error }, "a socket could not be admitted");
  const { code, message } = error instanceof AppError ? error : { code: "bug", message: "Something went wrong" };
  return Object.assign(new Error(code), { data: { code, message } });
}

function roomsOf({ workspaceId, sessionId }: Who): string[] {
  return sessionId ? [`w:${workspaceId}`, `s:${sessionId}`] : [`w:${workspaceId}`];
}

/** Whoever may have lost access by this, or got it, is asked again at once. */
function mayEndAccess(eventName: string): boolean {
  return /^(?:api_key\.revoked$|member\.role_changed$|role\.|team\.)/.test(eventName);
}

function socketsIn(io: Live, room: string): LiveSocket[] {
  const { adapter, sockets } = io.of("/");
  return [...(adapter.rooms.get(room) ?? [])].flatMap((id) => sockets.get(id) ?? []);
}

/** Pages of other origins may not use a visitor's cookie; programs send no origin. */
function isAllowed(origin: string | undefined, host: string | undefined, allowed: string): boolean {
  if (origin === undefined || origin === allowed) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
