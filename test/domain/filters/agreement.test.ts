import { beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { getCustomerCommerce } from "../../../src/domain/commerce/index.ts";
import {
  checkFilter,
  compileFilter,
  evaluate,
  type Fields,
  type Filter,
  openFields,
  readSnapshots,
  type Snapshot,
} from "../../../src/domain/filters/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aWorkspace } from "../../support/factories.ts";
import { aFilteredInbox, anyFilter, clock, type Filtered } from "../../support/filtered.ts";

const seed = 20_260_329;
let ctx: Context;
let inbox: Filtered;
let fields: Fields;
let rows: Snapshot[];
beforeAll(async () => {
  ctx = await aWorkspace(await testDatabase());
  inbox = await aFilteredInbox(ctx, { conversations: 60, seed });
  fields = await openFields(ctx);
  const own = [...fields.values()].flatMap(({ customFieldId }) => customFieldId ?? []);
  const wanted = { fieldIds: own, customerFieldIds: own, orders: true };
  rows = await inWorkspaces(ctx.db.app, [ctx.workspaceId], (sql) =>
    readSnapshots(sql, ctx.workspaceId, inbox.conversationIds, wanted),
  );
}, 60_000);

async function foundBySql(filter: Filter): Promise<string[]> {
  const { workspaceId } = ctx;
  const found = await inWorkspaces(ctx.db.app, [workspaceId], (sql) => {
    const fits = compileFilter(filter, fields, { sql, workspaceId }, at());
    return sql<{ id: string }[]>`select c.id from conversations c where c.workspace_id = ${workspaceId} and ${fits}`;
  });
  return found.map(({ id }) => id).sort();
}

const at = (now = clock) => ({ now, me: inbox.ids.member[0]! });
const foundInMemory = (filter: Filter, now = clock) =>
  rows
    .filter((row) => evaluate(filter, fields, row, at(now)).fits)
    .map(({ id }) => id)
    .sort();

test("a filter finds the same in the database and in memory, whatever it asks", async () => {
  let [some, all] = [0, 0];
  await fc.assert(
    fc.asyncProperty(anyFilter(fields, inbox), async (given) => {
      const filter = checkFilter(given, fields);
      const found = await foundBySql(filter);
      expect(foundInMemory(filter)).toEqual(found);
      if (found.length > 0 && found.length < rows.length) some++;
      all++;
    }),
    { seed, numRuns: 600 },
  );
  // Were nearly every filter to fit everything or nothing, this would prove little.
  expect(some / all).toBeGreaterThan(0.3);
}, 120_000);

test("a filter does not change its answer before the moment it names for that", () => {
  const later = fc
    .integer({ min: 0, max: 40 * 24 * 60 })
    .map((minutes) => new Date(clock.getTime() + minutes * 60_000));
  let turned = 0;
  fc.assert(
    fc.property(anyFilter(fields, inbox), later, (filter, now) => {
      for (const row of rows) {
        const { fits, until } = evaluate(filter, fields, row, at());
        expect(until === null || until > clock.getTime()).toBe(true);
        if (until === null || now.getTime() < until) expect(evaluate(filter, fields, row, at(now)).fits).toBe(fits);
        else if (evaluate(filter, fields, row, at(now)).fits !== fits) turned++;
      }
    }),
    { seed, numRuns: 300 },
  );
  expect(turned).toBeGreaterThan(20);
});

test("what a filter knows of a customer's orders is what her page shows", async () => {
  const known = new Map(rows.map(({ customerId, standing }) => [customerId, standing!]));
  for (const [customerId, standing] of known) {
    const page = await getCustomerCommerce(ctx, customerId);
    const worth = page.lifetimeValue.map(({ currency, totalMinor: minor }) => ({ currency, minor }));
    expect(standing.lifetimeValue).toHaveLength(worth.length);
    expect(standing.lifetimeValue).toEqual(expect.arrayContaining(worth));
    expect(standing.orderCount).toBe(page.orderCount);
    expect(standing.hasOpenReturn).toBe(page.openReturns.length > 0);
    expect(standing.lastOrder?.placedAt).toEqual(page.lastOrder?.placedAt);
    expect(standing.lastOrder?.tags).toEqual(page.lastOrder?.tags);
    expect(standing.shopTags.toSorted()).toEqual(page.shops.flatMap(({ tags }) => tags).toSorted());
  }
  const all = [...known.values()];
  expect(all.some(({ lastOrder }) => lastOrder === null)).toBe(true);
  expect(all.some(({ lifetimeValue }) => lifetimeValue.length > 1)).toBe(true);
});
