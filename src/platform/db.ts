import { EventEmitter } from "node:events";
import type { PgDatabase } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { AppError } from "./errors.ts";
import { type FileStore, noFiles } from "./file-store.ts";
import { createSeal, type Seal } from "./seal.ts";

/** Drizzle, either on the pool or inside a transaction: the same builder. */
export type Query = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>;
/** postgres.js inside a transaction, for the hot paths' prepared statements. */
export type RawTransaction = postgres.TransactionSql;
/** What raw statements are written with, wherever they run. */
export type RawSql = postgres.ISql;

/**
 * One database role's connections. Drizzle replaces the JSON serialisers of the client it is given,
 * so raw statements have a client of their own.
 */
export interface Pool {
  orm: Query;
  sql: postgres.Sql;
}

export interface Database {
  /** The role of everything done for one workspace: row-level security applies, it owns nothing. */
  app: Pool;
  /** The role of what must work before or across workspaces: login, webhook routing, relay, job claims. */
  system: Pool;
  /** The app's role with few connections and little time for each statement: what is heavy here slows only itself. */
  search: Pick<Pool, "sql">;
  /** In-process hint "something was committed in these workspaces"; the truth is always read from the tables. */
  commits: EventEmitter<{ commit: [workspaceIds: string[]] }>;
  /** Opens and closes the sealed columns. */
  seal: Seal;
  /** Bytes that rows speak of. */
  files: FileStore;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  appUrl: string;
  systemUrl: string;
  /** See `createSeal`. Without keys, sealed columns can be neither written nor read. */
  sealKeys?: string;
  /** Without it, files can be neither kept nor read. */
  files?: FileStore;
  /** Connections per role and client. */
  maxConnections?: number;
}

export function openDatabase(options: DatabaseOptions): Database {
  const { appUrl, systemUrl, sealKeys, files = noFiles, maxConnections = 10 } = options;
  const app = openPool(appUrl, maxConnections);
  const system = openPool(systemUrl, maxConnections);
  const search = postgres(appUrl, {
    ...optionsOf(searchConnections),
    connection: { ...limits, ...byKeyOnly, statement_timeout: searchTimeoutMs },
  });
  const commits: Database["commits"] = new EventEmitter();
  commits.setMaxListeners(50);
  return {
    app: app.pool,
    system: system.pool,
    search: { sql: search },
    commits,
    seal: sealKeys ? createSeal(sealKeys) : noSeal,
    files,
    close: async () => {
      await Promise.all([app.close(), system.close(), search.end({ timeout: 5 })]);
    },
  };
}

/** What a transaction sees: these workspaces, without these of their teams and what belongs to them. */
export interface Sight {
  workspaceIds: readonly string[];
  hiddenTeams?: readonly string[];
}

/**
 * Runs prepared statements in one transaction that sees exactly these workspaces, all of them or as `Sight` says. The setting travels in
 * the same round trip as the first statement and ends with the transaction.
 */
export async function inWorkspaces<T>(
  { sql }: Pick<Pool, "sql">,
  seen: readonly string[] | Sight,
  work: (tx: RawTransaction) => Promise<T>,
): Promise<T> {
  const { workspaceIds, hiddenTeams = [] } = "workspaceIds" in seen ? seen : { workspaceIds: seen };
  const result = await sql.begin(async (tx) => {
    const scope = tx`select set_config('parley.workspace_ids', ${workspaceIds.join(",")}, true),
      set_config('parley.hidden_teams', ${hiddenTeams.join(",")}, true)`.execute();
    const [done] = await Promise.all([work(tx), scope]);
    return { done };
  });
  return result.done as T;
}

/**
 * The same for a single statement, in one round trip: begin, setting, statement and commit are sent together. If any
 * fails the commit is a rollback.
 */
export async function inOneTrip<Row extends postgres.MaybeRow>(
  { sql }: Pool,
  { workspaceIds, hiddenTeams = [] }: Sight,
  statement: (sql: RawSql) => postgres.PendingQuery<Row[]>,
): Promise<Row[]> {
  const connection = await sql.reserve();
  try {
    const sent = [
      connection`begin`.execute(),
      connection`select set_config('parley.workspace_ids', ${workspaceIds.join(",")}, true),
        set_config('parley.hidden_teams', ${hiddenTeams.join(",")}, true)`.execute(),
    ];
    const answer = statement(connection).execute();
    const [rows, ...others] = await Promise.allSettled([answer, ...sent, connection`commit`.execute()]);
    const failure = [rows, ...others].find((outcome) => outcome.status === "rejected");
    if (failure) throw failure.reason;
    return (rows as PromiseFulfilledResult<Row[]>).value;
  } finally {
    connection.release();
  }
}

/**
 * The same for a single statement that is a transaction by itself, for what is asked for thousands of times a second: to
 * each of four statements the server answers with a packet of its own, and waking up for it costs more than reading it.
 *
 * @param statement begins with `with ${scope}` and takes its first rows from a cross join with `scope`. Policies ask for
 * the setting when they see the first row, so it stands by then; where it did not, they would hide or refuse all rows.
 */
export async function inOneStatement<Row extends postgres.MaybeRow>(
  { sql }: Pool,
  { workspaceIds, hiddenTeams = [] }: Sight,
  statement: (sql: RawSql, scope: postgres.PendingQuery<postgres.Row[]>) => postgres.PendingQuery<Row[]>,
): Promise<Row[]> {
  const scope = sql`scope as materialized (
    select set_config('parley.workspace_ids', ${workspaceIds.join(",")}, true),
      set_config('parley.hidden_teams', ${hiddenTeams.join(",")}, true))`;
  return statement(sql, scope);
}

/** The same through Drizzle. `readOnly` makes any write fail. */
export async function inWorkspace<T>(
  { orm }: Pool,
  { workspaceIds, hiddenTeams = [] }: Sight,
  work: (q: Query) => Promise<T>,
  { readOnly = false } = {},
): Promise<T> {
  return orm.transaction(async (q) => {
    const tx = rawOf(q);
    const readOnlySetting = readOnly ? tx`, set_config('transaction_read_only', 'on', true)` : tx``;
    const scope = tx`select set_config('parley.workspace_ids', ${workspaceIds.join(",")}, true),
      set_config('parley.hidden_teams', ${hiddenTeams.join(",")}, true)${readOnlySetting}`.execute();
    const [done] = await Promise.all([work(q), scope]);
    return done;
  });
}

/**
 * Raw statements on the connection of a Drizzle transaction, for conditions that are put together as fragments. Drizzle
 * has set that connection to hand out moments and JSON as text: ask it for booleans, numbers and ids.
 */
export function rawOf(q: Query): RawSql {
  // The session's client is what every query of the transaction goes through; Drizzle's types leave it out.
  return (q as unknown as { session: { client: postgres.TransactionSql } }).session.client;
}

const noSeal: Seal = { seal: refuseSeal, open: refuseSeal };
function refuseSeal(): never {
  throw new AppError("bug", "SEAL_KEY is not set, so credentials can be neither stored nor read");
}

/**
 * Raw statements look rows up by key. Queue tables are empty at one moment and full at the next, so a plan made and
 * kept by their statistics may read whole tables: those ways are switched off.
 */
const byKeyOnly = { enable_seqscan: "off", enable_hashjoin: "off", enable_mergejoin: "off" };

/** A statement or a transaction that hangs must not hold its locks, a workspace's event counter least of all. In ms. */
const limits = { statement_timeout: 30_000, idle_in_transaction_session_timeout: 30_000 };

/**
 * What an undefined value is sent as. Refusing it here, postgres.js 3.4 loses count of the statements on their way, and
 * the connection answers nobody any more; the server refuses a NUL character and all goes on.
 */
const refusedByServer = "\0";

const searchConnections = 3;
const searchTimeoutMs = 2000;

function optionsOf(max: number) {
  return {
    max,
    onnotice: () => {},
    idle_timeout: 60,
    connect_timeout: 10,
    // Otherwise up to 20 s after the server is back.
    backoff: (attempts: number) => Math.min(2 ** attempts / 50, 1),
    connection: limits,
    transform: { undefined: refusedByServer },
  } as const;
}

function openPool(url: string, max: number) {
  const options = optionsOf(max);
  const forOrm = postgres(url, options);
  const sql = postgres(url, { ...options, connection: { ...limits, ...byKeyOnly } });
  return {
    pool: { orm: drizzle(preparing(forOrm), { casing: "snake_case" }), sql } satisfies Pool,
    close: () => Promise.all([forOrm.end({ timeout: 5 }), sql.end({ timeout: 5 })]),
  };
}

/**
 * Drizzle sends every query through `unsafe()` without `prepare`, which costs a parse and a second round trip
 * each time (drizzle-orm issues 5502, 6096); this makes it ask for prepared statements.
 */
function preparing<S extends postgres.Sql | postgres.TransactionSql>(client: S): S {
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (key === "unsafe") {
        return (query: string, parameters?: never[], options?: postgres.UnsafeQueryOptions) =>
          target.unsafe(query, parameters, { ...options, prepare: true });
      }
      if ((key === "begin" || key === "savepoint") && typeof value === "function") {
        return (...args: unknown[]) =>
          Reflect.apply(
            value,
            target,
            args.map((arg) => (arg instanceof Function ? preparingCallback(arg) : arg)),
          );
      }
      return value;
    },
  });
}

function preparingCallback(work: CallableFunction) {
  return (tx: postgres.TransactionSql): unknown => Reflect.apply(work, undefined, [preparing(tx)]);
}
