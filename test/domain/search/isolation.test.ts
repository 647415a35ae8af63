import { beforeAll, describe, expect, test } from "@jest/globals";
import type postgres from "postgres";
import { addNote, listConversations } from "../../../src/domain/conversations/index.ts";
import { searchWorkspace } from "../../../src/domain/search/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { andUndo, superuserOfFreshDatabase } from "../../architecture/superuser.ts";
import { aShop, from, type Shop } from "./shop.ts";

let mine: Shop;
let theirs: Shop;
beforeAll(async () => {
  [mine, theirs] = [await aShop(), await aShop()];
  const letter = { ...from("Mia Berg", "mia.berg@mail.example"), text: "The same candle, order #7001" };
  await mine.mail({ ...letter, subject: "mine" });
  await theirs.mail({ ...letter, subject: "theirs" }, { ...letter, subject: "secret", text: "A xylophone of #7002" });
  const [row] = await listConversations(theirs.ctx, { folder: "open", limit: 1 });
  await theirs.order(row!.customerId, { name: "#7001" }, { name: "#7002" });
});

test.each(["candle", "mia.berg@mail.example", "mia", "7001", "order:7001", "from:mia", "is:open", '"same candle"'])(
  "another workspace's things are not found: %s",
  async (query) => {
    const own = await theirs.find(query, { limit: 100 });
    const ids = new Set(own.map(({ id }) => id));
    const found = await mine.find(query, { limit: 100 });
    expect(found.filter(({ id }) => ids.has(id))).toEqual([]);
    expect(found.map(({ type }) => type)).not.toContain("order");
    expect(own.length).toBeGreaterThan(0);
  },
);

test.each(["xylophone", "xyloph*", "xilophone", "7002"])(
  "nor do another workspace's words help to guess: %s",
  async (query) => {
    const page = await searchWorkspace(mine.ctx, { query, limit: 10 });
    expect(page).toEqual({ hits: [], next: null, guessed: false });
    expect((await theirs.find(query)).length).toBeGreaterThan(0);
  },
);

describe("the door past row-level security", () => {
  const candidates = (sql: postgres.TransactionSql) => sql`
    select * from search_candidates('message', '[["candl"]]', '[]', 1000, null, '-infinity', 'infinity', null, null, 10)`;
  const doors: Record<string, (sql: postgres.TransactionSql) => PromiseLike<unknown>> = {
    candidates,
    similar: (sql) => sql`select * from search_similar('candl', 0.1, 10)`,
    knows: (sql) => sql`select search_knows('candl', 1)`,
  };

  test.each(Object.keys(doors))("%s works for exactly one workspace, and by default for none", async (name) => {
    const [one, other] = [mine.ctx.workspaceId, theirs.ctx.workspaceId];
    const through = (ids: string[]) => inWorkspaces(mine.db.search, ids, async (sql) => doors[name]!(sql));
    await expect(through([])).rejects.toThrow("exactly one workspace");
    await expect(through([one, other])).rejects.toThrow("exactly one workspace");
    await expect(mine.db.app.sql.begin((sql) => doors[name]!(sql))).rejects.toThrow("exactly one workspace");
    await expect(through([one])).resolves.toBeDefined();
  });

  test.each(Object.keys(doors))("%s is closed to the role that works across workspaces", async (name) => {
    await expect(mine.db.system.sql.begin((sql) => doors[name]!(sql))).rejects.toThrow("permission denied");
  });

  test("it shows the workspace of the transaction only, for equal words", async () => {
    const rowsOf = async ({ ctx }: Shop) =>
      (await inWorkspaces(mine.db.search, [ctx.workspaceId], async (sql) => [...(await candidates(sql))])).flatMap(
        ({ id }) => id ?? [],
      );
    expect((await rowsOf(mine)).length).toBe(1);
    expect((await rowsOf(theirs)).filter((id) => id !== null)).not.toContain((await rowsOf(mine))[0]);
  });
});

describe("in the index", () => {
  test("no key is shared by two workspaces, though their words are equal", async () => {
    const keysOf = async ({ db, ctx }: Shop) => {
      const rows = await inWorkspaces(
        db.app,
        [ctx.workspaceId],
        (sql) => sql<{ key: string }[]>`
        select unnest(keys)::text as key from search_documents union select unnest(grams)::text from search_words`,
      );
      return new Set(rows.map(({ key }) => key));
    };
    const [ours, others] = [await keysOf(mine), await keysOf(theirs)];
    expect(ours.size).toBeGreaterThan(20);
    expect([...ours].filter((key) => others.has(key))).toEqual([]);
  });

  test("a search reads its own workspace's rows and no other, whatever their number", async () => {
    const sql = await superuserOfFreshDatabase();
    const plan = await andUndo(sql, async (tx) => {
      const [a, b] = [await fill(tx, 40), await fill(tx, 5000)];
      await tx`analyze search_documents`;
      return { small: await planOf(tx, a), large: await planOf(tx, b) };
    });
    for (const [nodes, rows] of [
      [plan.small, 4],
      [plan.large, 193],
    ] as const) {
      const scan = nodes.find((node) => node["Index Name"] === "search_documents_keys");
      expect(scan).toMatchObject({ "Node Type": "Bitmap Index Scan", "Actual Rows": rows });
      const heap = nodes.find((node) => node["Node Type"] === "Bitmap Heap Scan");
      expect(heap).toMatchObject({ "Actual Rows": rows, "Rows Removed by Index Recheck": 0 });
      expect(heap?.["Rows Removed by Filter"] ?? 0).toBe(0);
      expect(nodes.map((node) => node["Node Type"])).not.toContain("Seq Scan");
    }
  });

  test("a common word is read from a segment or two, however few documents the newest has", async () => {
    const sql = await superuserOfFreshDatabase();
    const newest = 12 * 1024 + 30;
    const cost = await andUndo(sql, async (tx) => costOf(tx, await fill(tx, newest), newest + 1));
    expect(cost).toMatchObject({ found: 200, last: newest - 199 });
    expect(cost.read).toBeLessThan(2 * 1024);
  });
});

/** How many documents a search for "common" has looked at, and the number of the last of the 200 it found. */
async function costOf(tx: postgres.TransactionSql, workspaceId: string, below: number) {
  const read = async () => {
    const [row] = await tx<{ n: number }[]>`
      select idx_tup_fetch::int as n from pg_stat_xact_user_tables where relname = 'search_documents'`;
    return row!.n;
  };
  await tx`select set_config('parley.workspace_ids', ${workspaceId}, true)`;
  const before = await read();
  const rows = await tx<{ number: number }[]>`
    select number::int as number from search_candidates('message', '[["common"]]', '[]', ${below},
      null, '-infinity', 'infinity', null, null, 200) where id is not null`;
  return { found: rows.length, last: rows.at(-1)?.number, read: (await read()) - before };
}

type PlanNode = Record<string, unknown> & { Plans?: PlanNode[] };

/** A workspace with so many documents, each tenth with the word "rare". */
async function fill(tx: postgres.TransactionSql, documents: number): Promise<string> {
  const [workspace] = await tx<{ id: string }[]>`
    insert into workspaces (id, name) values (gen_random_uuid(), 'Test') returning id`;
  const { id } = workspace!;
  await tx`
    insert into search_documents (workspace_id, id, stream, number, at, words, keys)
    select ${id}, gen_random_uuid(), 'message', n, now(), 'common:1',
      search_keys(${id}, 'message', n / 1024, case when n % 10 = 0 then '{common,rare}' else '{common}' end::text[])
    from generate_series(1, ${documents}) n`;
  return id;
}

/** How the newest segment's documents with both words are read. */
async function planOf(tx: postgres.TransactionSql, workspaceId: string): Promise<PlanNode[]> {
  const [top] = await tx<{ segment: number; statement: string }[]>`
    select max(number) / 1024 as segment, search_statement(${workspaceId}, 'message', max(number) / 1024 - case when
      max(number) > 1024 then 1 else 0 end, max(number) / 1024, '[["common"], ["rare"]]', '[]') as statement
    from search_documents where workspace_id = ${workspaceId}`;
  const values = ["9999999", "null::text[]", "'-infinity'", "'infinity'", "null::tsquery", "null::tsquery", "200"];
  const statement = values.reduce((text, value, n) => text.replaceAll(`$${n + 1}`, value), top!.statement);
  for (const way of ["seqscan", "indexscan", "indexonlyscan"]) await tx.unsafe(`set local enable_${way} = off`);
  const [explained] = await tx.unsafe(`explain (analyze, format json) ${statement}`);
  const flat = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flat)];
  return flat(explained!["QUERY PLAN"][0].Plan);
}

describe("who asks", () => {
  const as = (permissions: string[], actor: Context["actor"] = { type: "member", id: "m" }): Context => ({
    ...theirs.ctx,
    actor,
    permissions: new Set(permissions),
  });

  test("finds only what she may read", async () => {
    const all = ["conversations:read", "customers:read", "orders:read"];
    const typesFor = async (permissions: string[]) =>
      new Set((await theirs.find("7001", { as: as(permissions) })).map(({ type }) => type));
    const customersFor = async (permissions: string[]) =>
      new Set((await theirs.find("mia", { as: as(permissions) })).map(({ type }) => type));
    expect(await typesFor(all)).toEqual(new Set(["order", "conversation"]));
    expect(await typesFor(all.slice(0, 2))).toEqual(new Set(["conversation"]));
    expect(await customersFor(all)).toContain("customer");
    expect(await customersFor(["conversations:read", "orders:read"])).not.toContain("customer");
    for (const [type, permission] of [
      ["order", "orders:read"],
      ["customer", "customers:read"],
      ["message", "conversations:read"],
    ] as const) {
      const others = all.filter((one) => one !== permission);
      await expect(theirs.find("7001", { type, as: as(others) })).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  test("notes are found by the shop's people and programs, and by nobody else", async () => {
    const [row] = await listConversations(theirs.ctx, { folder: "open", limit: 1 });
    await addNote(theirs.ctx, { conversationId: row!.id, body: "A zealous remark" });
    await theirs.index();
    const reads = ["conversations:read"];
    for (const type of ["member", "app"] as const) {
      expect(await theirs.find("zealous", { as: as(reads, { type, id: "x" }) })).toHaveLength(1);
    }
    for (const type of ["customer", "ai"] as const) {
      for (const query of ["zealous", "is:note", "zealous is:note"]) {
        expect(await theirs.find(query, { as: as(reads, { type, id: "x" }) })).toEqual([]);
      }
      // Nor is it shown as the last word of a conversation that is found by something else.
      const found = await theirs.find(`is:open customer:${row!.customerId}`, { as: as(reads, { type, id: "x" }) });
      expect(found.map(({ id }) => id)).toContain(row!.id);
      expect(JSON.stringify(found)).not.toContain("zealous");
    }
  });
});
