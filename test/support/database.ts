import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { type Database, openDatabase } from "../../src/platform/db.ts";
import { openFolder } from "../../src/platform/file-store.ts";
import { closeAtEnd } from "./close-at-end.ts";
import { ofThisRun, workerNumber } from "./run.ts";
import { type DatabaseUrls, rolePassword } from "./template.ts";

/** Base64 of 32 bytes: opens nothing outside tests. */
export const testSealKey = Buffer.alloc(32, "test").toString("base64");

/** This Jest worker's database, migrated and kept between files: make a workspace of your own. Closed by itself. */
export async function testDatabase(): Promise<Database> {
  return open(await testUrls());
}

/** The addresses of this worker's database, for processes a test starts and for looks into the catalogue. */
export async function testUrls(): Promise<DatabaseUrls> {
  return cloneTemplate(`${ofThisRun("PARLEY_TEST_RUN")}_w${workerNumber()}`);
}

/** A database that nobody else uses, for tests about everything in it (relay, sweeper, catalogue). Closed by itself. */
export async function freshDatabase(): Promise<Database & { urls: DatabaseUrls }> {
  const urls = await freshUrls();
  return Object.assign(open(urls), { urls });
}

/** The addresses of a new clone of the template; it goes when the run ends. */
export async function freshUrls(): Promise<DatabaseUrls> {
  const unique = `${process.hrtime.bigint().toString(36)}`;
  return cloneTemplate(`${ofThisRun("PARLEY_TEST_RUN")}_w${workerNumber()}_${unique}`);
}

function open({ appUrl, systemUrl }: DatabaseUrls): Database {
  const folder = mkdtempSync(join(tmpdir(), "parley-files-"));
  const db = openDatabase({
    ...{ appUrl, systemUrl, sealKeys: testSealKey, maxConnections: 5 },
    files: openFolder(folder, { file: 1_000_000, message: 1_500_000 }),
  });
  closeAtEnd(async () => {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return db;
}

/** Postgres copies the template's files: some 50 ms, however many migrations there are. */
async function cloneTemplate(name: string): Promise<DatabaseUrls> {
  const superuserUrl = ofThisRun("PARLEY_TEST_PG_URL");
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${name}`;
    if (!found) {
      await sql.unsafe(`create database ${name} template ${ofThisRun("PARLEY_TEST_TEMPLATE")} owner parley_owner`);
    }
  } finally {
    await sql.end();
  }
  const urlOf = (role: string) => {
    const url = new URL(superuserUrl);
    url.username = role;
    url.password = rolePassword;
    url.pathname = `/${name}`;
    return url.href;
  };
  return { ownerUrl: urlOf("parley_owner"), appUrl: urlOf("parley_app"), systemUrl: urlOf("parley_system") };
}
