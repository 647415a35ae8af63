import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { until } from "../support/until.ts";
import { domain, type ShopSandbox, startShopSandbox } from "./shopify-shop.ts";

let shop: ShopSandbox;
beforeAll(async () => {
  shop = await startShopSandbox();
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

const orders = `{ orders { edges { node { id name customer { id } lineItems { edges { node { title quantity } } } } } } }`;
const fields = "id status errorCode objectCount rootObjectCount fileSize url partialDataUrl";
const run = `mutation ($query: String!, $groupObjects: Boolean!) { bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) {
  bulkOperation { id status } userErrors { field message code } } }`;

const manner = (given: object) => shop.control("PUT", `shopify/${domain}/bulk`, given);
const start = async (query = orders, groupObjects = false) =>
  (await shop.data(run, { query, groupObjects })).bulkOperationRunQuery;
const look = async (id: string) =>
  (await shop.data(`query ($id: ID!) { bulkOperation(id: $id) { ${fields} } }`, { id })).bulkOperation;
const over = async (id: string) =>
  until(async () => {
    const operation = await look(id);
    return ["COMPLETED", "FAILED", "CANCELED"].includes(operation.status) && operation;
  });
async function finished(query?: string, groupObjects?: boolean) {
  const { bulkOperation, userErrors } = await start(query, groupObjects);
  expect(userErrors).toEqual([]);
  return over(bulkOperation.id);
}
async function lines(url: string): Promise<Record<string, unknown>[]> {
  const text = await (await fetch(url)).text();
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("a bulk query", () => {
  test("gives every object a line of its own, children with the id of their parent, and tells the app", async () => {
    const operation = await finished();
    const rows = await lines(operation.url);
    expect(operation).toMatchObject({ status: "COMPLETED", rootObjectCount: "4", objectCount: String(rows.length) });
    const parents = rows.filter((row) => !("__parentId" in row));
    expect(parents.map(({ name }) => name).sort()).toEqual(["#1038", "#1042", "#1043", "#1044"]);
    expect(parents[0]).toMatchObject({ customer: { id: expect.stringContaining("gid://shopify/Customer/") } });
    const ids = new Set(parents.map(({ id }) => id));
    const children = rows.filter((row) => "__parentId" in row);
    expect(children.length).toBeGreaterThan(4);
    expect(children.every(({ __parentId, title }) => ids.has(String(__parentId)) && typeof title === "string")).toBe(
      true,
    );
    expect(rows.some((row) => "bulkNodeId" in row)).toBe(false);
    const hook = await until(() => shop.receiver.asked[0]);
    expect(JSON.parse(hook.body)).toMatchObject({
      admin_graphql_api_id: operation.id,
      status: "completed",
      error_code: null,
    });
    expect((await fetch(operation.url)).headers.get("content-type")).toContain("jsonl");
    const size = Buffer.byteLength(await (await fetch(operation.url)).text());
    expect(operation.fileSize).toBe(String(size));
  });

  test("takes nodes, fragments, filters and a second level; grouped, children follow their parents", async () => {
    const query = `{ customers { nodes { id ...Names orders(query: "status:any") { nodes { id lineItems { nodes { title } } } } } } }
      fragment Names on Customer { displayName }`;
    const rows = await lines((await finished(query, true)).url);
    expect(rows[0]).toMatchObject({ displayName: expect.any(String) });
    const seen = new Set<unknown>();
    for (const row of rows) {
      if (row.__parentId) expect(seen.has(row.__parentId)).toBe(true);
      seen.add(row.id);
    }
  });

  test("an empty result is complete without a file", async () => {
    const operation = await finished(`{ orders(query: "name:#9") { edges { node { id } } } }`);
    expect(operation).toMatchObject({ status: "COMPLETED", objectCount: "0", url: null });
  });

  test("what Shopify does not run in bulk is refused, with the reason", async () => {
    const refused = async (query: string) => (await start(query)).userErrors[0];
    expect(await refused("{ shop { name } }")).toMatchObject({
      code: "INVALID",
      message: expect.stringContaining("connection"),
    });
    expect((await refused("{ orders { nodes { nmae } } }")).message).toContain("nmae");
    expect(
      (await refused("{ orders { nodes { refunds { refundLineItems(first: 5) { nodes { quantity } } } } } }")).message,
    ).toContain("within a list");
    const deep =
      "{ customers { nodes { orders { nodes { fulfillmentOrders { nodes { lineItems { nodes { id } } } } } } } } }";
    expect((await refused(deep)).message).toContain("nest");
  });

  test("five run at once, the sixth has to wait; one that is canceled makes room", async () => {
    await manner({ runsMs: 3_600_000 });
    const started = await Promise.all(Array.from({ length: 5 }, () => start()));
    expect((await start()).userErrors[0].code).toBe("LIMIT_REACHED");
    const { id } = started[0].bulkOperation;
    const stop = `mutation ($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }`;
    expect((await shop.data(stop, { id })).bulkOperationCancel.bulkOperation.status).toBe("CANCELING");
    expect(await over(id)).toMatchObject({ status: "CANCELED", url: null });
    expect((await shop.data(stop, { id })).bulkOperationCancel.userErrors).toHaveLength(1);
    expect((await start()).userErrors).toEqual([]);
    const { bulkOperations } = await shop.data(
      `{ bulkOperations(first: 10, query: "status:running") { nodes { status type } } }`,
    );
    expect(bulkOperations.nodes.length).toBeGreaterThanOrEqual(4);
  });
});

describe("trouble", () => {
  test("a slow one shows how far it is, and ends when its time has come", async () => {
    await manner({ runsMs: 60_000 });
    const { id } = (await start()).bulkOperation;
    await shop.wind(30_000);
    const half = await until(async () => {
      const operation = await look(id);
      return operation.status === "RUNNING" && Number(operation.objectCount) > 0 && operation;
    });
    expect(half).toMatchObject({ url: null, fileSize: null });
    await shop.wind(31_000);
    expect((await over(id)).status).toBe("COMPLETED");
  });

  test("one that fails in the middle leaves what it has at another address", async () => {
    await manner({ failAfterLines: 3, errorCode: "TIMEOUT" });
    const operation = await finished();
    expect(operation).toMatchObject({ status: "FAILED", errorCode: "TIMEOUT", url: null, objectCount: "3" });
    expect(await lines(operation.partialDataUrl)).toHaveLength(3);
    const hook = await until(() => shop.receiver.asked[0]);
    expect(JSON.parse(hook.body)).toMatchObject({ status: "failed", error_code: "timeout" });
  });

  test("children may come before their parents, and some parents not at all", async () => {
    await manner({ order: "childrenFirst", dropParents: 1 });
    const rows = await lines((await finished()).url);
    expect(rows[0]).toHaveProperty("__parentId");
    const ids = new Set(rows.map(({ id }) => id));
    const orphans = rows.filter(({ __parentId }) => __parentId && !ids.has(__parentId));
    expect(orphans.length).toBeGreaterThan(0);
  });

  test("an address ends, is worth nothing when changed, and a download can break and be taken up again", async () => {
    await manner({ urlLifeMs: 60_000, cutDownloadAtBytes: 50 });
    const { url, fileSize } = await finished();
    const broken = await fetch(url).then((answer) => answer.text().catch(() => "broken"));
    expect(broken).toBe("broken");
    const whole = await (await fetch(url)).text();
    const rest = await fetch(url, { headers: { range: "bytes=50-" } });
    expect([rest.status, rest.headers.get("content-range")]).toEqual([206, `bytes 50-${fileSize - 1}/${fileSize}`]);
    expect(await rest.text()).toBe(whole.slice(50));
    expect((await fetch(url.replace("Signature=", "Signature=0"))).status).toBe(403);
    await shop.wind(61_000);
    expect((await fetch(url)).status).toBe(400);
  });

  test("an uninstalled app's operation ends and its file is gone", async () => {
    const { url } = await finished();
    await shop.control("POST", `shopify/${domain}/uninstall`);
    expect((await fetch(url)).status).toBe(404);
  });
});

test("a hundred thousand orders are streamed from four, each under an id of its own", async () => {
  await manner({ copies: 25_000 });
  const operation = await finished("{ orders { edges { node { id name } } } }");
  expect(operation).toMatchObject({ rootObjectCount: "100000", objectCount: "100000" });
  const text = await (await fetch(operation.url)).text();
  const ids = text.trimEnd().split("\n");
  expect(new Set(ids.map((line) => JSON.parse(line).id)).size).toBe(100_000);
});
