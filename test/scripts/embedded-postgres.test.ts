import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import postgres from "postgres";
import { type Cluster, findRunningCluster, startCluster } from "../../scripts/embedded-postgres.ts";
import { removePostgresHome } from "../../scripts/postgres-home.ts";
import { createOwnedDatabase, provision } from "../../scripts/provision.ts";

let parent: string;
let folder: string;
let running: Cluster;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "parley-postgres-"));
  folder = join(parent, "postgres");
  running = await startCluster({ folder });
}, 60_000);
afterAll(async () => {
  await running.stop();
  await removePostgresHome(folder);
  await rm(parent, { recursive: true });
});

async function value(url: string, query: string): Promise<unknown> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql.unsafe(query);
    return row ? Object.values(row)[0] : undefined;
  } finally {
    await sql.end();
  }
}

test("a cluster keeps what it commits: fsync and synchronous_commit are on", async () => {
  expect(await value(running.ownerUrl, "show fsync")).toBe("on");
  expect(await value(running.ownerUrl, "show synchronous_commit")).toBe("on");
});

test("a cluster that runs already is recognised, and can be found", async () => {
  await expect(startCluster({ folder })).rejects.toThrow(`PostgreSQL is already running in`);
  expect((await findRunningCluster(folder))?.port).toBe(running.port);
});

test("what was committed survives a crash, and the crash does not block the next start", async () => {
  await value(running.ownerUrl, "create table survivors as select 42 as n");
  process.kill(running.pid, "SIGKILL");
  running = await startCluster({ folder, port: running.port });
  expect(await value(running.ownerUrl, "select n from survivors")).toBe(42);
  await running.stop("immediate");
  running = await startCluster({ folder, port: running.port });
  expect(await value(running.ownerUrl, "select n from survivors")).toBe(42);
});

test("a postmaster.pid with the number of some other living process does not block a start", async () => {
  await running.stop();
  expect(await findRunningCluster(folder)).toBeNull();
  const lines = [process.pid, running.dataDir, "0", "5432", "", "127.0.0.1", "", "ready"];
  await writeFile(join(running.dataDir, "postmaster.pid"), `${lines.join("\n")}\n`);
  running = await startCluster({ folder });
  expect(await value(running.ownerUrl, "select 1")).toBe(1);
});

test("provisioning may be repeated, also by several at once, and leaves roles that own nothing", async () => {
  const urls = await createOwnedDatabase(running.ownerUrl, { database: "shop", password: "first" });
  await Promise.all([provision(urls), provision(urls), provision(urls)]);
  expect(await createOwnedDatabase(running.ownerUrl, { database: "shop", password: "first" })).toEqual(urls);
  expect(await value(urls.appUrl, "select count(*)::int from conversations")).toBe(0);
  expect(
    await value(
      urls.ownerUrl,
      "select count(*)::int from pg_tables where tableowner in ('parley_app','parley_system')",
    ),
  ).toBe(0);
});

test("provisioning says which role is missing when the owner may not create it, and which one could bypass", async () => {
  const urls = await createOwnedDatabase(running.ownerUrl, { database: "other", password: "first" });
  const unknown = urls.appUrl.replace("parley_app", "parley_guest");
  await expect(provision({ ...urls, appUrl: unknown })).rejects.toThrow(
    "may not create the role parley_guest; as a superuser, run:",
  );
  await expect(provision({ ...urls, appUrl: running.ownerUrl })).rejects.toThrow(
    "The role postgres can bypass row-level security",
  );
});

test("a server that does not answer is one sentence", async () => {
  const away = "postgres://parley_owner:x@127.0.0.1:1/parley";
  await expect(provision({ ownerUrl: away, appUrl: away, systemUrl: away })).rejects.toThrow(
    "The database at 127.0.0.1:1 cannot be used",
  );
});
