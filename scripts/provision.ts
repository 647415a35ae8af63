import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { Failure, runMain } from "./failure.ts";

/** The three doors to one database: who owns the tables, who serves workspaces, who works across them. */
export interface DatabaseUrls {
  ownerUrl: string;
  appUrl: string;
  systemUrl: string;
}

const defaultMigrations = fileURLToPath(new URL("../drizzle", import.meta.url));
/** Any number, the same in every process, so that two deployments never migrate at once. */
const migrationLock = 7_062_018;

/**
 * In a cluster of our own: makes the login roles `parley_owner`, `parley_app` and `parley_system`, none of them a
 * superuser, and a database that belongs to the owner. What exists is kept; passwords are set anew.
 */
export async function createOwnedDatabase(
  superuserUrl: string,
  { database, password }: { database: string; password: string },
): Promise<DatabaseUrls> {
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    for (const role of ["parley_owner", "parley_app", "parley_system"]) {
      const [found] = await sql`select 1 from pg_roles where rolname = ${role}`;
      const command = found ? "alter" : "create";
      await sql.unsafe(`${command} role ${role} ${plainLogin} password ${literal(password)}`);
    }
    const [found] = await sql`select 1 from pg_database where datname = ${database}`;
    if (!found) await sql.unsafe(`create database ${identifier(database)} owner parley_owner`);
    await sql.unsafe(`revoke all on database ${identifier(database)} from public`);
    await sql.unsafe(`grant connect on database ${identifier(database)} to parley_app, parley_system`);
  } finally {
    await sql.end();
  }
  const urlOf = (role: string) => {
    const url = new URL(superuserUrl);
    url.username = role;
    url.password = password;
    url.pathname = `/${database}`;
    return url.href;
  };
  return { ownerUrl: urlOf("parley_owner"), appUrl: urlOf("parley_app"), systemUrl: urlOf("parley_system") };
}

/**
 * Brings a database to the current schema: roles if absent, rights by default privileges (so that a migration can
 * take one away again), then migrations, as the owner.
 *
 * @throws Failure when the server cannot be reached, or a role is missing and the owner may not create it.
 */
export async function provision(urls: DatabaseUrls, migrationsFolder = defaultMigrations): Promise<void> {
  const sql = postgres(urls.ownerUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`.catch((error: unknown) => {
      throw unreachable(urls.ownerUrl, error);
    });
    for (const url of [urls.appUrl, urls.systemUrl]) await ensureRole(sql, new URL(url));
    const roles = [urls.appUrl, urls.systemUrl].map((url) => identifier(roleOf(new URL(url)))).join(", ");
    await sql.unsafe(`grant usage on schema public to ${roles}`);
    await sql.unsafe(
      `alter default privileges in schema public grant select, insert, update, delete on tables to ${roles}`,
    );
    await sql.unsafe(`alter default privileges in schema public grant usage, select on sequences to ${roles}`);
    await migrate(drizzle(sql), { migrationsFolder });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Rights that row-level security relies on: no way round it, and nothing that could open one. */
const plainLogin = "login nosuperuser nobypassrls nocreatedb nocreaterole noreplication";

async function ensureRole(sql: postgres.Sql, url: URL): Promise<void> {
  const role = roleOf(url);
  const [found] = await sql<{ rolsuper: boolean; rolbypassrls: boolean }[]>`
    select rolsuper, rolbypassrls from pg_roles where rolname = ${role}`;
  if (found?.rolsuper || found?.rolbypassrls) {
    throw new Failure(`The role ${role} can bypass row-level security; use a role with NOSUPERUSER NOBYPASSRLS.`);
  }
  if (found) return;
  const password = decodeURIComponent(url.password);
  try {
    await sql.unsafe(`create role ${identifier(role)} ${plainLogin} password ${literal(password)}`);
  } catch (cause) {
    const command = `create role ${role} ${plainLogin} password '…'`;
    throw new Failure(`The database owner may not create the role ${role}; as a superuser, run: ${command}`, { cause });
  }
}

function roleOf(url: URL): string {
  const role = decodeURIComponent(url.username);
  if (role === "") throw new Failure(`The database address at ${url.host} names no user.`);
  return role;
}

function unreachable(url: string, cause: unknown): Failure {
  const reason = cause instanceof Error ? cause.message : "unknown error";
  return new Failure(`The database at ${new URL(url).host} cannot be used: ${reason}.`, { cause });
}

/** Role names and passwords cannot be parameters of CREATE ROLE. */
function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The `migrate` role of the image, and `npm run db:migrate`. */
async function main(): Promise<number> {
  const { DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: appUrl, DATABASE_SYSTEM_URL: systemUrl } = process.env;
  if (!ownerUrl || !appUrl || !systemUrl) {
    throw new Failure("Set DATABASE_OWNER_URL, DATABASE_URL and DATABASE_SYSTEM_URL; see .env.example.");
  }
  await provision({ ownerUrl, appUrl, systemUrl });
  console.log("The database is up to date.");
  return 0;
}

if (import.meta.main) void runMain(main);
