import { openDatabase } from "../src/platform/db.ts";
import { openLog } from "../src/platform/log.ts";
import { Failure, runMain } from "./failure.ts";
import { listenForShutdown, type Shutdown } from "./shutdown.ts";

/**
 * Starts these roles ("web", "worker") in this process. Stopping goes the other way round: no new requests, then no
 * new jobs, then the database.
 * Configuration is read when its module loads: the environment must be complete before the call.
 */
export async function startRoles(roles: readonly string[], shutdown: Shutdown): Promise<void> {
  const { config, filesOf } = await import("../src/config.ts");
  const log = openLog(config.LOG_LEVEL);
  const db = openDatabase({
    appUrl: config.DATABASE_URL,
    systemUrl: config.DATABASE_SYSTEM_URL,
    sealKeys: config.SEAL_KEY,
    files: filesOf(config),
    maxConnections: config.DATABASE_CONNECTIONS,
  });
  shutdown.onStop(() => db.close());
  if (roles.includes("worker")) {
    const { startWorkers } = await import("../workers/main.ts");
    const workers = startWorkers({ db, log, redisUrl: config.REDIS_URL });
    shutdown.onStop(() => workers.stop());
  }
  if (roles.includes("web")) {
    const { startServer } = await import("../src/server.ts");
    const server = await startServer({ config, db, log });
    shutdown.onStop(() => server.stop());
  }
}

/** `node scripts/serve.ts web worker`: what the image runs; without arguments, the roles in ROLES. */
async function main(): Promise<number> {
  const given = process.argv.slice(2);
  const roles = given.length > 0 ? given : (process.env.ROLES || "web,worker").split(",");
  const unknown = roles.find((role) => role !== "web" && role !== "worker");
  if (unknown !== undefined) throw new Failure(`There is no role "${unknown}"; the roles are web and worker.`);
  const shutdown = listenForShutdown();
  await startRoles(roles, shutdown);
  return shutdown.finished;
}

if (import.meta.main) void runMain(main).then(() => process.exit());
