import { beforeAll, expect, test } from "@jest/globals";
import postgres from "postgres";
import { listConversations } from "../../../src/domain/conversations/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { openDatabase } from "../../../src/platform/db.ts";
import { closeAtEnd } from "../../support/close-at-end.ts";
import { freshDatabase } from "../../support/database.ts";
import { aConnection, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { until } from "../../support/until.ts";

const conversations = 400;
const limit = 10;
let ctx: Context;
let urls: { appUrl: string; systemUrl: string };
let owner: postgres.Sql;

beforeAll(async () => {
  const db = await freshDatabase();
  urls = db.urls;
  owner = postgres(db.urls.ownerUrl, { max: 1, onnotice: () => {} });
  closeAtEnd(() => owner.end());
  ctx = await aWorkspace(db);
  const at = { workspaceId: ctx.workspaceId, connectionId: (await aConnection(ctx)).id };
  // Many came at the same moment: what orders them by the moment alone has to sort them.
  const start = Date.now();
  const messages = Array.from({ length: conversations }, (_, n) => {
    const address = `mia${n}@mail.example`;
    const customer = { kind: "email", value: address, name: `Mia ${n}` } as const;
    return aMessage(at, {
      customer,
      from: { address, name: `Mia ${n}` },
      sentAt: new Date(start - Math.floor(n / 200) * 60_000),
    });
  });
  await receive(db, messages);
  await db.close();
  await owner`analyze`;
});

test("a page of the inbox, first or deep, reads its own rows and none of the others", async () => {
  const first = await rowsReadBy((read) => listConversations(read, { folder: "open", limit }));
  expect(first.page).toHaveLength(limit);
  const { lastMessageAt, id } = first.page.at(-1)!;
  const after = { lastMessageAt, id };
  const second = await rowsReadBy((read) => listConversations(read, { folder: "open", limit, after }));
  expect(second.page).toHaveLength(limit);
  // The conversation, its customer, her address, and room for an assignee and a draft.
  for (const { rows } of [first, second]) {
    expect(rows).toBeGreaterThanOrEqual(limit);
    expect(rows).toBeLessThanOrEqual(5 * limit);
  }
});

/** Through connections of its own: PostgreSQL counts what a session has read when it ends, at the latest. */
async function rowsReadBy<T>(work: (ctx: Context) => Promise<T>): Promise<{ page: T; rows: number }> {
  const before = await rowsRead();
  const db = openDatabase({ ...urls, maxConnections: 1 });
  const page = await work({ ...ctx, db });
  await db.close();
  return { page, rows: (await rowsRead()) - before };
}

/** Rows of our tables that anyone has read since the database was made. */
async function rowsRead(): Promise<number> {
  await until(async () => {
    const others = await owner`
      select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and backend_type = 'client backend'`;
    return others.length === 0;
  });
  const [row] = await owner<{ n: string }[]>`
    select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) as n from pg_stat_user_tables`;
  return Number(row!.n);
}
