import { once } from "node:events";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
// The one maintained websocket server without dependencies; socket.io itself stands on it.
import { type WebSocket, WebSocketServer } from "ws";
import { openConnection } from "../../domain/connections/index.ts";
import { findAllInDirectory, systemContext } from "../../domain/workspaces/index.ts";
import type { Integration, Relay } from "../../integrations/index.ts";
import type { Database } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import type { Log } from "../../platform/log.ts";
import { type Agent, agentFor } from "../config.ts";
import { configuredVoice, type VoiceLimits } from "./config.ts";
import { openCalls } from "./open-calls.ts";
import { openSession, type Session } from "./session.ts";
import { startTalk } from "./talk.ts";
import type { VoiceMeter } from "./talk-call.ts";

export interface VoiceOptions {
  db: Database;
  log: Log;
  integrations: readonly Integration[];
  redisUrl?: string | undefined;
  meter?: VoiceMeter;
  agent?: () => Agent;
  limits?: VoiceLimits;
}

export interface Voice {
  /** Calls talked with in this process. */
  talks(): number;
  /** Gives every caller to a person. */
  close(): Promise<void>;
}

const unmeasured: VoiceMeter = { firstWords: () => undefined, ended: () => undefined };
/** A frame holds a few sentences. */
const maxFrameBytes = 64 * 1024;

/** Takes the sockets over which calls are talked as text. Who opens one must be the provider, for an account we know. */
export function attachVoice(server: Server, options: VoiceOptions): Voice {
  const { db, log, integrations } = options;
  const limits = options.limits ?? configuredVoice();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false });
  const sessions = new Set<Session>();
  /** What is still being written of sessions that are over. */
  const endings = new Set<Promise<void>>();
  const calls = openCalls({ db, log, redisUrl: options.redisUrl });

  server.on("upgrade", (request, socket, head) => {
    const found = findRelay(integrations, request.url);
    if (!found) return;
    socket.on("error", () => socket.destroy());
    void admit(request, socket, head, found);
  });

  async function admit(request: IncomingMessage, socket: Duplex, head: Buffer, { id, relay, account }: Found) {
    try {
      const [owner] = (await findAllInDirectory(db, "connection", [`${id}:${account}`])).get(`${id}:${account}`) ?? [];
      const ctx = owner && systemContext(db, owner.workspaceId, "voice");
      const connection = ctx ? await openConnection(ctx, owner.rowId) : null;
      relay.verify({ url: request.url ?? "", headers: single(request.headers) }, connection?.credentials ?? null);
      if (!owner) throw new AppError("unauthenticated", "Nobody has connected this account");
      sockets.handleUpgrade(request, socket, head, (opened) =>
        talkOver(opened, relay, { workspaceId: owner.workspaceId, connectionId: owner.rowId, account }),
      );
    } catch (error) {
      const isRefused = error instanceof AppError && error.code === "unauthenticated";
      if (!isRefused) log.error({ err: error }, "a call's socket could not be opened");
      refuse(socket, isRefused ? "403 Forbidden" : "503 Service Unavailable");
    }
  }

  function talkOver(
    socket: WebSocket,
    relay: Relay,
    { workspaceId, connectionId, account }: { workspaceId: string; connectionId: string; account: string },
  ) {
    const session = openSession({
      ...{ relay, account, limits, log },
      wire: {
        send: (frame) => socket.readyState === socket.OPEN && socket.send(frame),
        close: (code, reason) => socket.close(code, reason.slice(0, 120)),
      },
      async open({ callId, externalId }, send) {
        const agent = options.agent?.() ?? (await agentFor(systemContext(db, workspaceId, "voice"), "speak"));
        const call = await calls.open(workspaceId, {
          callId,
          connectionId,
          externalId,
          model: agent.models[0]?.id ?? null,
        });
        return startTalk(call, { models: agent.models, limits, log, send, meter: options.meter ?? unmeasured });
      },
    });
    sessions.add(session);
    const pulse = keepAlive(socket, limits.pulseMs);
    socket.on("message", (data, isBinary) => session.message(data, isBinary));
    // Too long a frame and the like: the library closes with the right code.
    socket.on("error", (error) => log.warn({ err: error }, "a call's socket failed"));
    socket.on("close", () => {
      clearInterval(pulse);
      sessions.delete(session);
      const ending = session.closed().finally(() => endings.delete(ending));
      endings.add(ending);
    });
  }

  return {
    talks: () => sessions.size,
    async close() {
      await Promise.allSettled([...sessions].map((session) => session.stop()));
      for (const client of sockets.clients) client.close(1012, "the server stops");
      const late = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, limits.lastWordsMs);
      await Promise.all([...sockets.clients].map((client) => once(client, "close")));
      clearTimeout(late);
      await Promise.allSettled([...endings]);
      calls.close();
    },
  };
}

interface Found {
  id: string;
  relay: Relay;
  account: string;
}

function findRelay(integrations: readonly Integration[], url: string | undefined): Found | null {
  for (const { id, relay } of integrations) {
    const account = relay?.account({ url: url ?? "" });
    if (relay && account) return { id, relay, account };
  }
  return null;
}

/** A peer that is gone without a word is found out within two pulses. */
function keepAlive(socket: WebSocket, everyMs: number) {
  let isAlive = true;
  socket.on("pong", () => {
    isAlive = true;
  });
  return setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, everyMs);
}

function refuse(socket: Duplex, status: string) {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function single(headers: IncomingMessage["headers"]): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
}
