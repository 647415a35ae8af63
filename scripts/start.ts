import { access, constants, mkdir, readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { demoHelpCenter } from "./demo-articles.ts";
import { needsSandbox } from "./demo-environment.ts";
import { openEmbeddedDatabase } from "./embedded-database.ts";
import { findRunningCluster } from "./embedded-postgres.ts";
import { Failure, runMain } from "./failure.ts";
import { takeLock } from "./lock.ts";
import { portProblem } from "./ports.ts";
import { removePostgresHome } from "./postgres-home.ts";
import { startProduct } from "./product.ts";
import { type DatabaseUrls, provision } from "./provision.ts";
import { fetchReference } from "./reference.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";
import { listenForShutdown, type Shutdown } from "./shutdown.ts";
import { buildWebClient } from "./web-client.ts";

const folder = resolve(process.env.PARLEY_HOME || fileURLToPath(new URL("../.parley", import.meta.url)));

/** `npm start [-- --reset]`: everything in one process, on whatever this machine has. */
async function main(): Promise<number> {
  const shutdown = listenForShutdown();
  const failure = await start(shutdown).then(
    () => null,
    (error: unknown) => error,
  );
  if (shutdown.hasBegun()) return shutdown.begin();
  if (failure === null) return shutdown.finished;
  await shutdown.begin();
  throw failure;
}

async function start(shutdown: Shutdown): Promise<void> {
  const startedAt = performance.now();
  const [port, sandboxPort] = [portFrom("PORT", 3000), portFrom("SANDBOX_PORT", 3001)];
  await prepareFolder();
  shutdown.onStop(await takeLock(join(folder, "lock")));
  if (process.argv.includes("--reset")) await reset();
  await demandPort(port, "PORT");
  const sandboxed = needsSandbox(process.env);
  if (sandboxed) await demandPort(sandboxPort, "SANDBOX_PORT", "127.0.0.1");
  const secrets = await loadSecrets(join(folder, "secrets.json"));

  const step = async <T>(name: string, work: Promise<T>): Promise<T> => {
    const result = await work;
    console.log(`✓ ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
    return result;
  };
  const building = step("web client", Promise.all([buildWebClient(), reference()]));
  building.catch(() => undefined);
  const urls = await step("database", openDatabase(secrets, shutdown));
  await building;
  await step("web and workers", startProduct({ port, sandboxPort, urls, secrets, home: folder }, shutdown));
  console.log(welcome(process.env.PUBLIC_URL || `http://localhost:${port}`, sandboxed ? sandboxPort : null, secrets));
}

/** Parley runs without it: `/docs` then leads to the document only. */
async function reference(): Promise<void> {
  await fetchReference().catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    console.log(`${error.message} /docs shows the plain document until the next start.`);
  });
}

async function openDatabase(secrets: Secrets, shutdown: Shutdown): Promise<DatabaseUrls> {
  const { DATABASE_URL: appUrl, DATABASE_SYSTEM_URL: systemUrl, DATABASE_OWNER_URL: ownerUrl } = process.env;
  if (appUrl) {
    if (!systemUrl || !ownerUrl)
      throw new Failure("With DATABASE_URL, set DATABASE_SYSTEM_URL and DATABASE_OWNER_URL.");
    await provision({ appUrl, systemUrl, ownerUrl });
    return { appUrl, systemUrl, ownerUrl };
  }
  const { notice, ...urls } = await openEmbeddedDatabase(folder, secrets.databasePassword, shutdown);
  if (notice) console.log(notice);
  await provision(urls);
  return urls;
}

function portFrom(name: string, fallback: number): number {
  const port = Number(process.env[name] || fallback);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Failure(`${name}=${process.env[name]} is not a port; give a number from 1 to 65535.`);
}

async function demandPort(port: number, name: string, host?: string): Promise<void> {
  const problem = await portProblem(port, host);
  if (problem === null) return;
  const reason = problem === "EADDRINUSE" ? "is in use" : `cannot be listened on (${problem})`;
  throw new Failure(`Port ${port} ${reason}; stop what uses it, or choose another: ${name}=${port + 1000} npm start`);
}

async function prepareFolder(): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new Failure(`Parley cannot write to ${folder}; use a checkout that belongs to you.`, { cause });
  }
}

/** Everything but what belongs to tests and installs. */
async function reset(): Promise<void> {
  const cluster = join(folder, "postgres");
  await (await findRunningCluster(cluster))?.stop();
  await removePostgresHome(cluster);
  const kept = (name: string) =>
    name === "lock" || name === "postgres" || name.startsWith("test") || name.endsWith(".log");
  for (const name of await readdir(folder)) {
    if (!kept(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function welcome(url: string, sandboxPort: number | null, secrets: Secrets): string {
  const shopper = sandboxPort === null ? "write to the shop's mailbox" : `http://localhost:${sandboxPort}/shopper`;
  return `
  Parley is ready.

    Inbox             ${url}
    Log in as         ada@nordlys.example   password ${secrets.staffPassword}
                      bo@nordlys.example    (the same password)
    Play the shopper  ${shopper}${sandboxPort === null ? "" : `\n    Install in a shop http://localhost:${sandboxPort}/shopify`}
    Help centre       ${url}/help/${demoHelpCenter}
    API reference     ${url}/docs

  Ctrl-C stops everything; npm start -- --reset starts over.
`;
}

await runMain(main);
// Nothing may keep a stopped Parley alive, such as a connection that a library holds on to.
process.exit();
