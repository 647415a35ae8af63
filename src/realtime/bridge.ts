import { createAdapter } from "@socket.io/redis-streams-adapter";
import { Redis } from "ioredis";
import type { Log } from "../platform/log.ts";
import type { Live } from "./protocol.ts";

/** What web processes tell each other, through Redis: who looks at what, and whose sockets are to be cut. */
export interface Bridge {
  adapter: ReturnType<typeof createAdapter>;
  isUp(): boolean;
  /** Gives the readers of the other processes, now and then, a place to go on from. */
  markPlaces(io: Live, everyMs: number): void;
  /** After the server, whose adapter would else go on asking a closed connection. */
  close(): void;
}

/** While Redis is away nothing fails: cuts wait for it, presence is each process's own, events never came this way. */
export function openBridge(redisUrl: string, log: Log): Bridge {
  const opened: Redis[] = [];
  const open = (): Redis => {
    const redis = new Redis(redisUrl, { maxRetriesPerRequest: null, disconnectTimeout: 200 });
    redis.duplicate = open;
    forgive(redis, log);
    opened.push(redis);
    return redis;
  };
  const main = open();
  let isAway = false;
  let marking: ReturnType<typeof setInterval> | undefined;
  main.on("error", (error) => {
    if (!isAway) log.warn({ err: error }, "Redis is away: presence and cuts stay in this process");
    isAway = true;
  });
  main.on("ready", () => {
    if (isAway) log.info("Redis is back");
    isAway = false;
  });
  return {
    adapter: createAdapter(main, { streamName: "parley:sockets", channelPrefix: "parley:sockets" }),
    isUp: () => main.status === "ready",
    markPlaces: (io, everyMs) => {
      marking = setInterval(() => main.status === "ready" && tellNobody(io), everyMs);
    },
    close: () => {
      clearInterval(marking);
      for (const redis of opened) redis.disconnect();
    },
  };
}

/**
 * The adapter reads a stream from its end until the first message came, so one sent between two of its reads would be
 * lost: a cut, perhaps. After any message, this one too, it goes on from there.
 */
function tellNobody(io: Live): void {
  io.in("nobody").disconnectSockets();
}

/** The adapter does not wait for what it publishes and subscribes: a failure must not end the process. */
function forgive(redis: Redis, log: Log): void {
  const send = redis.sendCommand.bind(redis);
  redis.sendCommand = (command, stream) => {
    command.promise.catch((error: unknown) => {
      if (redis.status === "ready") log.warn({ err: error, command: command.name }, "Redis refused a command");
    });
    return send(command, stream);
  };
}
