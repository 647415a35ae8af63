import { beforeAll, expect, test } from "@jest/globals";
import { recordDeliveries } from "../../src/domain/connections/index.ts";
import { ingestDeliveries } from "../../src/inbound/ingest.ts";
import { aPerson, aProgram, startApi, type TestApi } from "../support/api.ts";
import { arrivalsOf } from "../support/deliveries.ts";
import { aConnection, aWorkspace } from "../support/factories.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});

/** A shop to which a provider sent things nobody can read. */
async function aShopWithUnreadable(count: number) {
  const ctx = await aWorkspace(api.db);
  const { id: connectionId } = await aConnection(ctx);
  const { workspaceId } = ctx;
  for (let n = 0; n < count; n++) {
    const externalId = String(n);
    await recordDeliveries(api.db, [{ workspaceId, connectionId, externalId, orderingKey: externalId, payload: n }]);
  }
  const arrivals = await arrivalsOf(ctx);
  await ingestDeliveries(api.db, arrivals);
  return { ctx, connectionId, ids: arrivals.map(({ deliveryId }) => deliveryId) };
}

test("what could not be read is listed with the reason, newest first, in pages", async () => {
  const { ctx, connectionId, ids } = await aShopWithUnreadable(5);
  const person = await aPerson(api, ctx);
  const seen: string[] = [];
  let cursor = "";
  do {
    const { body } = await person.get(`/v1/deliveries?limit=2${cursor && `&cursor=${cursor}`}`).expect(200);
    expect(body.data[0]).toMatchObject({
      ...{ connectionId, state: "rejected", receivedAt: expect.any(String) },
      reason: expect.stringContaining("This is no message as Gmail tells it"),
    });
    seen.push(...body.data.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor ?? "";
  } while (cursor);
  // Of one millisecond, the greater id first.
  expect(seen).toEqual(ids.toSorted().toReversed());
  expect((await person.get("/v1/deliveries?state=ignored").expect(200)).body.data).toEqual([]);
  await person.get("/v1/deliveries?state=recorded").expect(422);
});

test("it is shown to nobody of another shop, and to no program without the scope", async () => {
  const { ctx } = await aShopWithUnreadable(1);
  const stranger = await aPerson(api, await aWorkspace(api.db));
  expect((await stranger.get("/v1/deliveries").expect(200)).body.data).toEqual([]);
  await (await aProgram(api, ctx, ["conversations:read"])).get("/v1/deliveries").expect(403);
});
