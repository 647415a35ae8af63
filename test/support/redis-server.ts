import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { freePort } from "../../scripts/ports.ts";
import { canConnect } from "./tcp.ts";
import { until } from "./until.ts";

export interface RedisServer {
  url: string;
  port: number;
  pid(): number;
  /** kill -9. */
  kill(): Promise<void>;
  /** kill -9, everything lost, then up again on the same port. */
  wipeAndRestart(): Promise<void>;
  /** Up again on the same port after `kill()`, with what its append-only file holds. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Path of redis-server, if it is on PATH. */
export function findRedisServer(): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "redis-server"))
    .find((path) => isExecutable(path));
}

/** Starts a real redis-server on loopback with an append-only file (fsync every second). */
export async function startRedis(options: { port?: number; dir?: string } = {}): Promise<RedisServer> {
  const program = findRedisServer();
  if (!program) throw new Error("redis-server is not on PATH; install Redis (Debian: apt-get install redis-server)");
  const port = options.port ?? (await freePort());
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), "parley-redis-")));
  let running = await launch(program, port, dir);
  const kill = async () => running.end("SIGKILL");
  const restart = async () => {
    running = await launch(program, port, dir);
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: () => running.pid,
    kill,
    restart,
    wipeAndRestart: async () => {
      await kill();
      await rm(join(dir, "appendonlydir"), { recursive: true, force: true });
      await restart();
    },
    stop: async () => {
      await running.end("SIGTERM");
      if (!options.dir) await rm(dir, { recursive: true, force: true });
    },
  };
}

async function launch(program: string, port: number, dir: string) {
  const settings = { port, bind: "127.0.0.1", dir, save: "", appendonly: "yes", "maxmemory-policy": "noeviction" };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(program, flags, { stdio: "ignore" });
  let ended = false;
  const exit = new Promise<void>((done) => {
    child.once("exit", () => {
      ended = true;
      done();
    });
  });
  child.unref();
  await until(() => canConnect(port), { timeoutMs: 10_000, what: `redis-server on port ${port}` });
  return {
    pid: child.pid ?? 0,
    end: async (signal: NodeJS.Signals) => {
      if (ended) return;
      child.ref();
      child.kill(signal);
      await exit;
    },
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
