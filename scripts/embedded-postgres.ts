import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access, mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { Failure } from "./failure.ts";
import { freePort } from "./ports.ts";
import { giveTo, type PostgresHome, possibleHomes, preparePostgresHome } from "./postgres-home.ts";
import { isAlive } from "./processes.ts";

const host = "127.0.0.1";
const startTimeoutMs = 60_000;

export interface Cluster {
  /** Superuser connection to the database `postgres`. */
  ownerUrl: string;
  host: string;
  port: number;
  pid: number;
  dataDir: string;
  notice: string | undefined;
  /** "fast" ends sessions and shuts down cleanly; "immediate" is a crash: the next start recovers from the log. */
  stop(mode?: "fast" | "immediate"): Promise<void>;
}

export interface ClusterOptions {
  /** Default `.parley/postgres`. */
  folder?: string;
  /** Default: one that is free. */
  port?: number;
  /** false turns fsync off: quick, for databases that may be lost. Default true. */
  durable?: boolean;
  /** Further settings, such as `{ max_connections: "50" }`. */
  settings?: Record<string, string>;
}

/**
 * Starts PostgreSQL 18 from the npm package under `folder`, making the cluster first if there is none.
 * It runs in a session of its own, so that Ctrl-C reaches us and not it. What a crash left behind
 * (postmaster.pid) does not matter.
 * @throws Failure when a cluster in this folder is running already, or none can be started.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const { folder = ".parley/postgres", durable = true } = options;
  const home = await preparePostgresHome(folder);
  const running = await readPostmaster(home.dataDir);
  if (running) throw new Failure(`PostgreSQL is already running in ${home.folder} (process ${running.pid}).`);
  await rm(join(home.dataDir, "postmaster.pid"), { force: true });
  const password = await initialise(home, durable);
  const port = options.port ?? (await freePort());
  const settings = {
    listen_addresses: host,
    unix_socket_directories: "",
    timezone: "UTC",
    max_connections: "200",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    ...options.settings,
  };
  await launch(home, port, settings, superuserUrl(port, password));
  const started = await readPostmaster(home.dataDir);
  if (!started) throw await cannotStart(home);
  return cluster(home.dataDir, started, password, home.notice);
}

/** The cluster that runs under `folder`, whoever started it; null when none does. */
export async function findRunningCluster(folder: string): Promise<Cluster | null> {
  for (const home of possibleHomes(folder)) {
    const running = await readPostmaster(join(home, "data"));
    if (!running) continue;
    return cluster(join(home, "data"), running, (await readFile(join(home, "password"), "utf8")).trim(), undefined);
  }
  return null;
}

function superuserUrl(port: number, password: string): string {
  return `postgres://postgres:${password}@${host}:${port}/postgres`;
}

function cluster(dataDir: string, { pid, port }: Postmaster, password: string, notice: string | undefined): Cluster {
  return {
    ownerUrl: superuserUrl(port, password),
    host,
    port,
    pid,
    dataDir,
    notice,
    stop: async (mode = "fast") => {
      for (const signal of mode === "fast" ? (["SIGINT", "SIGQUIT"] as const) : (["SIGQUIT"] as const)) {
        if (!isAlive(pid)) return;
        process.kill(pid, signal);
        const deadline = Date.now() + 20_000;
        while (isAlive(pid) && Date.now() < deadline) await sleep(20);
      }
    },
  };
}

/** Runs initdb once; a half-made cluster (no password file yet) is made anew. */
async function initialise(home: PostgresHome, durable: boolean): Promise<string> {
  const passwordFile = join(home.folder, "password");
  const known = await readFile(passwordFile, "utf8").catch(() => null);
  if (known !== null && (await exists(join(home.dataDir, "PG_VERSION")))) return known.trim();
  const password = randomBytes(24).toString("hex");
  const handover = join(home.folder, "initdb-password");
  await rm(home.dataDir, { recursive: true, force: true });
  await mkdir(home.dataDir, { mode: 0o700 });
  await giveTo(home.user, home.dataDir);
  await rm(handover, { force: true });
  await writeFile(handover, password, { mode: 0o600 });
  await giveTo(home.user, handover);
  const made = spawnSync(
    join(home.native, "bin", "initdb"),
    [
      `--pgdata=${home.dataDir}`,
      "--username=postgres",
      `--pwfile=${handover}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      ...(durable ? [] : ["--no-sync"]),
    ],
    { ...home.user, cwd: home.folder, encoding: "utf8", env: { LC_ALL: "C", PATH: process.env.PATH } },
  );
  await rm(handover, { force: true });
  if (made.status !== 0) {
    throw new Failure(`PostgreSQL could not make its data folder: ${lastLine(made.stderr) || made.error?.message}.`);
  }
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  return password;
}

async function launch(home: PostgresHome, port: number, settings: Record<string, string>, url: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  const log = await open(join(home.folder, "postgres.log"), "w", 0o600);
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(join(home.native, "bin", "postgres"), ["-D", home.dataDir, "-p", String(port), ...flags], {
    ...home.user,
    cwd: home.folder,
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    env: { LC_ALL: "C", PATH: process.env.PATH },
  });
  const ended = new Promise<"ended">((done) =>
    child.once("exit", () => done("ended")).once("error", () => done("ended")),
  );
  child.unref();
  await log.close();
  while (Date.now() < deadline) {
    if (await answers(url)) return;
    if ((await Promise.race([ended, sleep(50)])) === "ended") break;
  }
  // Backends of a killed postmaster take a moment to notice; until then PostgreSQL refuses to start.
  const said = await readFile(join(home.folder, "postgres.log"), "utf8");
  if (!said.includes("pre-existing shared memory") || Date.now() >= deadline) throw await cannotStart(home);
  await sleep(200);
  return launch(home, port, settings, url);
}

async function cannotStart(home: PostgresHome): Promise<Failure> {
  const logFile = join(home.folder, "postgres.log");
  const said = await readFile(logFile, "utf8").catch(() => "");
  const reason = said.split("\n").find((line) => /FATAL|PANIC|ERROR/.test(line)) ?? lastLine(said);
  return new Failure(
    `PostgreSQL did not start: ${reason.replace(/^.*?(FATAL|PANIC|ERROR): +/, "")}. Its log is ${logFile}.`,
  );
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

interface Postmaster {
  pid: number;
  port: number;
}

/**
 * Who runs a cluster according to its postmaster.pid, if that process lives and is a PostgreSQL in this folder
 * (after a crash the number may belong to anybody). Line 1 is the process, line 4 the port.
 * Source: https://www.postgresql.org/docs/18/storage-file-layout.html
 */
async function readPostmaster(dataDir: string): Promise<Postmaster | null> {
  const lines = (await readFile(join(dataDir, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port || !isAlive(pid)) return null;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
  if (commandLine !== null && !commandLine.includes(`\0${dataDir}\0`)) return null;
  return { pid, port };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
