import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { saveRecords } from "../../../src/domain/commerce/index.ts";
import {
  assignConversation,
  closeConversation,
  setPriority,
  trashConversation,
} from "../../../src/domain/conversations/index.ts";
import { listCorrections, mergeConversation, undoCorrection } from "../../../src/domain/corrections/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import { setConversationFields, setCustomerFields } from "../../../src/domain/fields/index.ts";
import { evaluate, openFields, readSnapshots } from "../../../src/domain/filters/index.ts";
import { tagConversation, untagConversation } from "../../../src/domain/tags/index.ts";
import {
  createView,
  deleteView,
  getView,
  keepCounts,
  listViewConversations,
  recountViews,
  updateView,
} from "../../../src/domain/views/index.ts";
import { shownBy, sortKeyOf } from "../../../src/domain/views/rules.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { now, useClock } from "../../../src/platform/clock.ts";
import { type Database, inWorkspaces } from "../../../src/platform/db.ts";
import { AppError } from "../../../src/platform/errors.ts";
import { freshDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { aFilteredInbox, anyFilter, clock, type Filtered } from "../../support/filtered.ts";
import { anOrderRecord } from "../../support/shop-records.ts";

const seed = 7;
let db: Database;
beforeAll(async () => {
  db = await freshDatabase();
});
const restore: (() => void)[] = [];
afterEach(() => {
  for (const undo of restore.splice(0)) undo();
});

async function follow() {
  while (await keepCounts(db));
}

const view = (filter: unknown, more: object = {}) => ({
  ...{ name: "V", visibility: "shared" as const, sort: "last_activity" as const },
  filter,
  ...more,
});

/** All ids of a view, page by page. */
async function pagesOf(ctx: Context, viewId: string, limit = 7): Promise<string[]> {
  const ids: string[] = [];
  let next: Awaited<ReturnType<typeof listViewConversations>>["next"] = null;
  do {
    const page = await listViewConversations(ctx, { viewId, limit, ...(next && { after: next }) });
    ids.push(...page.rows.map(({ id }) => id));
    next = page.next;
  } while (next);
  return ids;
}

/** What is merged cannot be merged again, nor changed where it no longer stands: that changes no count. */
async function corrected(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof AppError) || !["conflict", "invalid_input"].includes(error.code)) throw error;
  });
}

/** What each view holds, by asking every conversation in memory. */
async function expected(ctx: Context, inbox: Filtered, viewIds: readonly string[]): Promise<Map<string, string[]>> {
  const fields = await openFields(ctx);
  const own = [...fields.values()].flatMap(({ customFieldId }) => customFieldId ?? []);
  const rows = await inWorkspaces(db.app, [ctx.workspaceId], (sql) =>
    readSnapshots(sql, ctx.workspaceId, inbox.conversationIds, { fieldIds: own, customerFieldIds: own, orders: true }),
  );
  const found = new Map<string, string[]>();
  for (const viewId of viewIds) {
    const { filter, sort, ownerId } = await getView(ctx, viewId);
    const fitting = rows.filter((row) => evaluate(shownBy(filter), fields, row, { now: now(), me: ownerId }).fits);
    fitting.sort((a, b) => sortKeyOf(sort, b) - sortKeyOf(sort, a) || (a.id < b.id ? 1 : -1));
    found.set(
      viewId,
      fitting.map(({ id }) => id),
    );
  }
  return found;
}

describe("after any operations in any order", () => {
  let ctx: Context;
  let inbox: Filtered;
  let owner: Context;
  let viewIds: string[];
  let time: Date;

  beforeAll(async () => {
    ctx = await aWorkspace(db);
    inbox = await aFilteredInbox(ctx, { conversations: 60, seed });
    owner = await aMember(ctx, "lead");
    const fields = await openFields(ctx);
    const filters = fc.sample(anyFilter(fields, inbox), { seed, numRuns: 25 });
    viewIds = [];
    for (const [n, filter] of filters.entries()) {
      const sort = (["last_activity", "waiting_longest", "created"] as const)[n % 3]!;
      const made = await createView(owner, view(filter, { visibility: "private", sort }));
      viewIds.push(made.id);
    }
  }, 60_000);

  const other = (n: number) => inbox.conversationIds[n % 60]!;
  const operations: Record<string, (id: string, n: number) => Promise<unknown>> = {
    close: (conversationId) => closeConversation(ctx, { conversationId }),
    trash: (conversationId, n) => trashConversation(ctx, { conversationId, trashed: n % 2 === 0 }),
    prioritize: (conversationId, n) =>
      setPriority(ctx, { conversationId, priority: (["low", "high", "urgent"] as const)[n % 3]! }),
    assign: (conversationId, n) =>
      assignConversation(ctx, { conversationId, memberId: [null, ...inbox.ids.member][n % 3]! }),
    tag: (conversationId, n) => tagConversation(ctx, { conversationId, tagId: inbox.ids.tag[n % 3]! }),
    untag: (conversationId, n) => untagConversation(ctx, { conversationId, tagId: inbox.ids.tag[n % 3]! }),
    fill: (conversationId, n) =>
      setConversationFields(ctx, { conversationId, values: { number: n % 3, text: ["Refund", null, "ß"][n % 3] } }),
    describe: (_, n) =>
      setCustomerFields(ctx, {
        customerId: inbox.ids.customer[n % inbox.ids.customer.length]!,
        values: { select: ["gold", null][n % 2], multi_select: ["gold", "bronze"].slice(n % 3) },
      }),
    buy: (_, n) =>
      saveRecords(ctx, {
        connectionId: inbox.ids.connection[n % 2]!,
        records: [
          anOrderRecord({
            ...{ name: `#${n % 20}`, email: `shopper${n % 7}@mail.example`, updatedAt: new Date(n * 1000) },
            ...{ fulfillmentStatus: ["unfulfilled", "fulfilled"][n % 2]!, placedAt: new Date(clock.getTime() - n) },
          }),
        ],
      }),
    merge: (conversationId, n) => mergeConversation(ctx, { conversationId, intoConversationId: other(n) }),
    unmerge: async (conversationId) => {
      const made = await listCorrections(ctx, { conversationId, limit: 10 });
      const last = made.find(({ undoneAt }) => undoneAt === null);
      if (last) await undoCorrection(ctx, { correctionId: last.id });
    },
    wait: async (_, n) => {
      time = new Date(time.getTime() + n * 60_000);
    },
    follow: () => keepCounts(db),
  };

  test("every count is what counting finds, and every list what the filter finds, in its order", async () => {
    time = clock;
    restore.push(useClock(() => time));
    await follow();
    const step = fc.record({
      what: fc.constantFrom(...Object.keys(operations)),
      which: fc.integer({ min: 0, max: 59 }),
      n: fc.integer({ min: 0, max: 600 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        for (const { what, which, n } of steps) await corrected(operations[what]!(inbox.conversationIds[which]!, n));
        const found = await expected(owner, inbox, viewIds);
        // Not followed yet: what somebody did is seen all the same. Time, and what is the customer's, is seen once followed.
        if (!steps.some(({ what }) => ["wait", "describe", "buy"].includes(what))) {
          for (const viewId of viewIds) expect(await pagesOf(owner, viewId)).toEqual(found.get(viewId));
        }
        await follow();
        expect(await recountViews(ctx)).toEqual({ views: viewIds.length, drift: [], behind: 0 });
        for (const viewId of viewIds) {
          const ids = found.get(viewId)!;
          expect(await pagesOf(owner, viewId)).toEqual(ids);
          expect((await getView(owner, viewId)).conversations).toBe(ids.length);
        }
      }),
      { seed, numRuns: 5 },
    );
  }, 240_000);
});

describe("a view", () => {
  let ctx: Context;
  let lead: Context;
  let connectionId: string;
  beforeAll(async () => {
    ctx = await aWorkspace(db);
    lead = await aMember(ctx, "lead");
    connectionId = (await aConnection(ctx)).id;
    await arrive(5);
  });
  const arrive = (count: number) =>
    receive(
      db,
      Array.from({ length: count }, () => aMessage({ workspaceId: ctx.workspaceId, connectionId })),
    );
  const open = { field: "status", operator: "is", value: "open" };

  test("has no number until it is counted, shows its conversations meanwhile, and then counts along", async () => {
    const { id } = await createView(lead, view(open));
    expect((await getView(lead, id)).conversations).toBeNull();
    expect(await pagesOf(lead, id, 2)).toHaveLength(5);
    await follow();
    expect((await getView(lead, id)).conversations).toBe(5);
    await arrive(3);
    expect(await pagesOf(lead, id, 2)).toHaveLength(8);
    await follow();
    expect((await getView(lead, id)).conversations).toBe(8);
    const [first] = await pagesOf(lead, id);
    await closeConversation(lead, { conversationId: first! });
    expect(await pagesOf(lead, id)).not.toContain(first);
    await follow();
    expect((await getView(lead, id)).conversations).toBe(7);
  });

  test("with another filter is counted anew, and nothing of the old count is left", async () => {
    const { id } = await createView(lead, view(open));
    await follow();
    await updateView(lead, { viewId: id, filter: { not: open } });
    expect((await getView(lead, id)).conversations).toBeNull();
    await follow();
    const closed = (await pagesOf(lead, id)).length;
    expect((await getView(lead, id)).conversations).toBe(closed);
    await deleteView(lead, { viewId: id });
    await follow();
    const [left] = await inWorkspaces(
      db.app,
      [ctx.workspaceId],
      (sql) => sql<{ orphans: number }[]>`
        select count(*)::int as orphans from view_memberships m where not exists (
          select 1 from views v where v.workspace_id = m.workspace_id and v.count_id = m.count_id)`,
    );
    expect(left!.orphans).toBe(0);
  });

  test("that waits for time takes up what has waited long enough, though nothing happens", async () => {
    const filter = { field: "waiting_since", operator: "before", value: { ago: 2, unit: "hours" } };
    const { id } = await createView(lead, view({ and: [open, filter] }));
    await follow();
    expect((await getView(lead, id)).conversations).toBe(0);
    const soon = new Date(Date.now() + 119 * 60_000);
    restore.push(useClock(() => soon));
    await follow();
    expect((await getView(lead, id)).conversations).toBe(0);
    const later = new Date(Date.now() + 121 * 60_000);
    restore.push(useClock(() => later));
    await follow();
    const waiting = (await getView(lead, id)).conversations;
    expect(waiting).toBeGreaterThan(0);
    expect(await pagesOf(lead, id)).toHaveLength(waiting!);
    await expect(recountViews(ctx)).resolves.toMatchObject({ drift: [] });
    await deleteView(lead, { viewId: id });
  });

  test("is announced once for all that changed together, with the numbers of shared views only", async () => {
    const mine = await createView(lead, view(open, { visibility: "private" }));
    const ours = await createView(lead, view(open));
    await follow();
    const { head } = await listEvents(ctx, { after: 0, limit: 1 });
    await arrive(20);
    await follow();
    const { events } = await listEvents(ctx, { after: head, limit: 500 });
    const told = events.filter(({ name }) => name === "view.counted");
    expect(told).toHaveLength(1);
    const { conversations } = await getView(lead, ours.id);
    expect(told[0]!.data).toMatchObject({ counts: { [ours.id]: conversations } });
    expect(told[0]!.data.counts).not.toHaveProperty(mine.id);
    expect(told[0]!.data.viewIds).toContain(mine.id);
  });

  test("is counted by one process at a time, and by whichever comes: many at once count right", async () => {
    await createView(lead, view({ not: open }));
    await arrive(40);
    await Promise.all(Array.from({ length: 4 }, follow));
    await follow();
    expect((await recountViews(ctx)).drift).toEqual([]);
  });

  test("whose number is wrong is found by counting", async () => {
    const { id } = await createView(lead, view(open));
    await follow();
    const { conversations: counted } = await getView(lead, id);
    await inWorkspaces(
      db.app,
      [ctx.workspaceId],
      (sql) => sql`
        update view_tallies set conversations = conversations + 1
        where count_id = (select count_id from views where id = ${id})`,
    );
    expect((await recountViews(ctx)).drift).toEqual([{ viewId: id, kept: counted! + 1, counted }]);
  });
});
