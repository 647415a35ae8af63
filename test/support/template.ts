import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { isAlive } from "../../scripts/processes.ts";
import { createOwnedDatabase, type DatabaseUrls, provision } from "../../scripts/provision.ts";

export type { DatabaseUrls };

/** Of the three roles, in clusters that hold nothing but tests and listen on loopback. */
export const rolePassword = "test";

const templateLock = 7_062_019;

/**
 * The database that every worker's clone is copied from, made once for each state of `drizzle/`.
 * Several runs may ask at the same time.
 *
 * @returns its name.
 */
export async function ensureTemplate(superuserUrl: string): Promise<string> {
  const name = `parley_template_${await migrationsHash()}`;
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${templateLock})`;
    const [found] = await sql`select 1 from pg_database where datname = ${name} and datistemplate`;
    if (found) return name;
    await sql.unsafe(`drop database if exists ${name} with (force)`);
    await provision(await createOwnedDatabase(superuserUrl, { database: name, password: rolePassword }));
    await sql.unsafe(`alter database ${name} is_template true`);
    await dropOldTemplates(sql, name);
    return name;
  } finally {
    await sql.end();
  }
}

/** Drops the databases of one run, or of all runs whose process is gone. A run is named after its process. */
export async function dropClones(superuserUrl: string, run?: string): Promise<void> {
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  try {
    const rows = await sql<{ datname: string }[]>`select datname from pg_database where datname like 'parley_run_%'`;
    for (const { datname } of rows) {
      const pid = Number(/^parley_run_(\d+)_/.exec(datname)?.[1]);
      const goes = run === undefined ? !isAlive(pid) : datname.startsWith(`${run}_`);
      if (goes) await sql.unsafe(`drop database if exists ${datname} with (force)`);
    }
  } finally {
    await sql.end();
  }
}

/** A template still being copied by a run in progress cannot be dropped; a later run does it. */
async function dropOldTemplates(sql: postgres.Sql, current: string): Promise<void> {
  const rows = await sql<{ datname: string }[]>`
    select datname from pg_database where datname like 'parley_template_%' and datname <> ${current} and datistemplate`;
  for (const { datname } of rows.slice(0, -1)) {
    await sql.unsafe(`alter database ${datname} is_template false`);
    await sql.unsafe(`drop database if exists ${datname}`).catch(() => undefined);
  }
}

async function migrationsHash(): Promise<string> {
  const folder = fileURLToPath(new URL("../../drizzle/", import.meta.url));
  const hash = createHash("sha256");
  for (const entry of (await readdir(folder, { recursive: true })).sort()) {
    if (entry.endsWith(".sql") || entry.endsWith("_journal.json"))
      hash.update(entry).update(await readFile(folder + entry));
  }
  hash.update(await readFile(new URL("../../scripts/provision.ts", import.meta.url)));
  return hash.digest("hex").slice(0, 12);
}
