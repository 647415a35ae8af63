import { expect, test } from "@jest/globals";
import { recordDeliveries } from "../../src/domain/connections/index.ts";
import { advanceBackfill } from "../../src/inbound/backfill.ts";
import { ingestDeliveries } from "../../src/inbound/ingest.ts";
import { aConnectedShop, levers, startShopify } from "./copying-shop.ts";

test("when the shop says that a file is ready it is looked at now; one that nobody waits for changes nothing", async () => {
  const shop = levers(await startShopify());
  await shop.bulk({ runsMs: 60_000 });
  const connected = await aConnectedShop({ copying: false });
  const { ctx, db, connectionId } = connected;
  await connected.start(["order"]);
  const { id: syncRunId, turn } = (await connected.run("order"))!;
  await advanceBackfill(ctx, { syncRunId, turn });
  const exporting = (await connected.run("order"))!;
  expect(exporting).toMatchObject({ state: "exporting", turn: turn + 1 });
  const dueNow = async () => {
    const jobs = await db.system.sql<{ turn: number }[]>`
      select (payload ->> 'turn')::int as turn from jobs where queue = 'backfill' and name = 'advance' and run_at <= now()`;
    return jobs.filter((job) => job.turn === exporting.turn).length;
  };
  expect(await dueNow()).toBe(0);
  let deliveries = 0;
  const say = async (exportId: string | null) => {
    const body = { admin_graphql_api_id: exportId, status: "completed", error_code: null };
    const { workspaceId } = ctx;
    const named = { workspaceId, connectionId, externalId: `finish-${++deliveries}`, orderingKey: "bulk" };
    await recordDeliveries(db, [{ ...named, payload: { topic: "bulk_operations/finish", body } }]);
    const rows = await db.system.sql<{ payload: { deliveryId: string } }[]>`
      select payload from jobs where queue = 'ingest' order by id desc limit 1`;
    await ingestDeliveries(db, [{ workspaceId, deliveryId: rows[0]!.payload.deliveryId, cause: null }]);
  };
  await say("gid://shopify/BulkOperation/404");
  await say(null);
  expect(await dueNow()).toBe(0);
  await say(exporting.exportId);
  expect(await dueNow()).toBe(1);
});
