import type postgres from "postgres";

export interface Table {
  schema: string;
  name: string;
  columns: string[];
  /** Row-level security: switched on, and for the owner too. */
  enabled: boolean;
  forced: boolean;
  /** Roles of the product that have any right to it. */
  reachedBy: string[];
}

export interface Key {
  table: string;
  name: string;
  kind: "primary key" | "unique key" | "index";
  /** Expressions appear as null. */
  columns: (string | null)[];
}

export interface ForeignKey {
  table: string;
  name: string;
  columns: string[];
  target: string;
  targetColumns: string[];
  /** Whether a row goes with the one it points to. */
  cascades: boolean;
}

export interface Policy {
  table: string;
  name: string;
  permissive: boolean;
  /** ALL, SELECT, INSERT, UPDATE or DELETE. */
  command: string;
  /** "public" means everybody. */
  roles: string[];
  using: string | null;
  withCheck: string | null;
}

export interface Role {
  name: string;
  /** Attributes that could open a way round row-level security. */
  powers: string[];
  memberOf: string[];
  /** What it owns in this database, e.g. "table x". */
  owns: string[];
  /** Schemas it may create things in. */
  createsIn: string[];
}

export interface Catalogue {
  tables: Table[];
  keys: Key[];
  foreignKeys: ForeignKey[];
  policies: Policy[];
  roles: Role[];
  views: string[];
  definerFunctions: string[];
}

type Sql = postgres.Sql | postgres.TransactionSql;

export const productRoles = ["parley_app", "parley_system"];

/** What Postgres itself says about one database, as it stands in the caller's transaction. */
export async function readCatalogue(sql: Sql): Promise<Catalogue> {
  return {
    tables: await readTables(sql),
    keys: await readKeys(sql),
    foreignKeys: await readForeignKeys(sql),
    policies: await readPolicies(sql),
    roles: await readRoles(sql),
    views: await readViews(sql),
    definerFunctions: await readDefinerFunctions(sql),
  };
}

function readTables(sql: Sql) {
  return sql<Table[]>`
    select n.nspname as schema, c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
      array(select r from unnest(${productRoles}::text[]) r
        where has_schema_privilege(r, n.oid, 'usage') and (
          has_table_privilege(r, c.oid, 'select, insert, update, delete, truncate, references, trigger')
          or has_any_column_privilege(r, c.oid, 'select, insert, update'))) as "reachedBy"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f') and n.nspname !~ '^(pg_|information_schema$)'
    order by 1, 2`;
}

function readKeys(sql: Sql) {
  return sql<Key[]>`
    select t.relname as "table", i.relname as name,
      case when x.indisprimary then 'primary key' when x.indisunique then 'unique key' else 'index' end as kind,
      array(select a.attname::text from unnest(x.indkey::int2[]) with ordinality k(n, at)
        left join pg_attribute a on a.attrelid = t.oid and a.attnum = k.n
        where k.at <= x.indnkeyatts order by k.at) as columns
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    where t.relnamespace = 'public'::regnamespace
    order by 1, 2`;
}

function readForeignKeys(sql: Sql) {
  return sql<ForeignKey[]>`
    select t.relname as "table", c.conname as name, r.relname as target, c.confdeltype = 'c' as cascades,
      array(select a.attname::text from unnest(c.conkey) with ordinality k(n, at)
        join pg_attribute a on a.attrelid = t.oid and a.attnum = k.n order by k.at) as columns,
      array(select a.attname::text from unnest(c.confkey) with ordinality k(n, at)
        join pg_attribute a on a.attrelid = r.oid and a.attnum = k.n order by k.at) as "targetColumns"
    from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class r on r.oid = c.confrelid
    where c.contype = 'f' and t.relnamespace = 'public'::regnamespace
    order by 1, 2`;
}

function readPolicies(sql: Sql) {
  return sql<Policy[]>`
    select tablename as "table", policyname as name, permissive = 'PERMISSIVE' as permissive, cmd as command,
      roles::text[] as roles, qual as using, with_check as "withCheck"
    from pg_policies where schemaname = 'public'
    order by 1, 2`;
}

function readRoles(sql: Sql) {
  return sql<Role[]>`
    select r.rolname as name,
      array_remove(array[case when r.rolsuper then 'superuser' end, case when r.rolbypassrls then 'bypassrls' end,
        case when r.rolcreaterole then 'createrole' end, case when r.rolcreatedb then 'createdb' end,
        case when r.rolreplication then 'replication' end], null) as powers,
      array(select g.rolname::text from pg_auth_members m join pg_roles g on g.oid = m.roleid
        where m.member = r.oid order by 1) as "memberOf",
      array(select pg_describe_object(d.classid, d.objid, d.objsubid) from pg_shdepend d
        where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'o'
          and d.dbid in (0, (select oid from pg_database where datname = current_database())) order by 1) as owns,
      array(select n.nspname::text from pg_namespace n
        where n.nspname !~ '^pg_' and has_schema_privilege(r.oid, n.oid, 'create') order by 1) as "createsIn"
    from pg_roles r where r.rolname = any (${productRoles}) order by 1`;
}

async function readViews(sql: Sql) {
  const rows = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('v', 'm') and n.nspname !~ '^(pg_|information_schema$)' order by 1`;
  return rows.map(({ name }) => name);
}

async function readDefinerFunctions(sql: Sql) {
  const rows = await sql<{ name: string }[]>`
    select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and n.nspname !~ '^(pg_|information_schema$)' order by 1`;
  return rows.map(({ name }) => name);
}
