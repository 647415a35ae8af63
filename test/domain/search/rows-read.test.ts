import { beforeAll, expect, test } from "@jest/globals";
import postgres from "postgres";
import { addNote, listConversations } from "../../../src/domain/conversations/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { openDatabase } from "../../../src/platform/db.ts";
import { closeAtEnd } from "../../support/close-at-end.ts";
import { freshDatabase } from "../../support/database.ts";
import { until } from "../../support/until.ts";
import { aShop, from, type Shop } from "./shop.ts";

const letters = 1500;
const limit = 10;
let shop: Shop;
let urls: { appUrl: string; systemUrl: string };
let owner: postgres.Sql;

beforeAll(async () => {
  const db = await freshDatabase();
  urls = db.urls;
  owner = postgres(db.urls.ownerUrl, { max: 1, onnotice: () => {} });
  closeAtEnd(() => owner.end());
  shop = await aShop(db);
  for (let n = 0; n < letters; n += 500) {
    const some = Array.from({ length: 500 }, (_, i) => from(`Mia ${n + i}`, `mia${n + i}@mail.example`));
    await shop.mail(...some.map((who) => ({ ...who, text: "A broken candle" })));
  }
  const [row] = await listConversations(shop.ctx, { folder: "open", limit: 1 });
  await addNote(shop.ctx, { conversationId: row!.id, body: "Not for everybody" });
  await shop.index();
  await db.close();
  await owner`analyze`;
}, 60_000);

test.each<[string, string, Partial<Context>]>([
  ["by words", "broken candle", {}],
  ["by what they are", "is:open", {}],
  ["for who reads no notes", "is:open", { actor: { type: "customer", id: "x" } }],
])("a page of what is found reads the messages it shows and none of the others: %s", async (_name, query, as) => {
  const before = await messagesRead();
  const db = openDatabase({ ...urls, maxConnections: 1 });
  const found = await shop.find(query, { type: "conversation", limit, as: { ...shop.ctx, ...as, db } });
  await db.close();
  expect(found).toHaveLength(limit);
  const rows = (await messagesRead()) - before;
  expect(rows).toBeGreaterThanOrEqual(limit);
  expect(rows).toBeLessThanOrEqual(3 * limit);
});

/** Messages that anyone has read since the database was made; a session tells when it ends, at the latest. */
async function messagesRead(): Promise<number> {
  await until(async () => {
    const others = await owner`
      select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and backend_type = 'client backend'`;
    return others.length === 0;
  });
  const [row] = await owner<{ n: string }[]>`
    select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as n from pg_stat_user_tables
    where relname = 'messages'`;
  return Number(row!.n);
}
