import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { openDatabase } from "../../src/platform/db.ts";
import { aPerson, startApi, type TestApi } from "../support/api.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { freshDatabase } from "../support/database.ts";
import { aWorkspace } from "../support/factories.ts";
import { aWorld } from "../support/world.ts";

let api: TestApi;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-web-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>Inbox</title>");
  await writeFile(join(folder, "assets", "index-abc.js"), "1");
  await writeFile(join(folder, ".built-from"), "secret");
  await writeFile(join(folder, "reference.js"), "var Scalar = {};");
  api = await startApi({ webClientFolder: folder, referenceScript: join(folder, "reference.js") });
});
const get = (path: string, accept = "text/html") => fetch(api.url + path, { headers: { accept } });

describe("probes", () => {
  test("alive and ready", async () => {
    await api.send("get", "/livez").expect(200);
    await api.send("get", "/readyz").expect(200, { status: "ok" });
  });

  test("stopping: alive, and not ready", async () => {
    const stopping = await startApi({ db: api.db });
    stopping.beginStop();
    await stopping.send("get", "/livez").expect(200);
    await stopping.send("get", "/readyz").expect(503, { status: "stopping" });
  });

  test("without Postgres: alive, not ready, and requests are told to come again", async () => {
    const nowhere = "postgres://parley_app:x@127.0.0.1:1/parley";
    const db = openDatabase({ appUrl: nowhere, systemUrl: nowhere });
    closeAtEnd(() => db.close());
    const cut = await startApi({ db });
    await cut.send("get", "/livez").expect(200);
    await cut.send("get", "/readyz").expect(503, { status: "database_unreachable" });
    const { body, headers } = await cut.send("get", "/v1/members").set("authorization", "Bearer parley_x").expect(503);
    expect(body).toMatchObject({ code: "provider_unavailable" });
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    expect(body.detail).not.toMatch(/postgres|127\.0\.0\.1|ECONN/);
  });
});

test("the metrics tell duration by route, age and dead jobs by queue, and the relay's lag", async () => {
  const db = await freshDatabase();
  const alone = await startApi({ db });
  await aWorld(db);
  await alone.send("get", "/v1/conversations/0197a3f0-0000-7000-8000-000000000000").expect(401);
  await alone.send("get", "/nowhere.txt").expect(404);
  const { text } = await alone.send("get", "/metrics").expect(200);
  expect(text).toMatch(
    /http_request_duration_seconds_count\{method="GET",route="\/v1\/conversations\/:conversationId",status="401"\} 1/,
  );
  expect(text).toMatch(/http_request_duration_seconds_count\{method="GET",route="other",status="404"\} 1/);
  expect(text).toMatch(/parley_jobs_dead\{queue="test-[\da-f-]+"\} 1/);
  expect(text).toMatch(/parley_jobs_oldest_seconds\{queue="ai"\} [\d.]+/);
  expect(text).toMatch(/parley_relay_lag_seconds 0?\.?\d+/);
  expect(text).toMatch(/parley_sockets 0/);
  expect(text).not.toMatch(/0197a3f0|nowhere/);
});

describe("the web client", () => {
  test("every path that is nothing else is a page of it", async () => {
    for (const path of ["/", "/inbox", "/conversations/42?tab=mine"]) {
      const answer = await get(path);
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, "<!doctype html><title>Inbox</title>"]);
      expect(answer.headers.get("cache-control")).toBe("no-cache");
    }
  });

  test("built files are kept for ever", async () => {
    const answer = await get("/assets/index-abc.js", "*/*");
    expect(answer.headers.get("cache-control")).toContain("immutable");
  });

  test.each([
    "/v1/nothing",
    "/webhooks",
    "/docs/nothing",
    "/socket.io/x",
    "/assets/gone.js",
    "/.built-from",
    "/.env",
    "/..%2f..%2fpackage.json",
  ])("%s is no page", async (path) => {
    const answer = await get(path);
    expect([404, 422]).toContain(answer.status === 200 ? await answer.text() : answer.status);
  });
});

describe("the reference", () => {
  test("is shown by Scalar, with nothing loaded from elsewhere", async () => {
    const page = await get("/docs");
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain('src="/docs/reference.js"');
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
    const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "")?.[1];
    expect(html).toContain(`nonce="${nonce}"`);
    expect((await get("/docs/reference.js")).headers.get("content-type")).toContain("javascript");
    expect(await (await get("/openapi.json")).json()).toMatchObject({ openapi: "3.1.0" });
  });

  test("without Scalar's script the page still leads to the document", async () => {
    const bare = await startApi({ db: api.db, referenceScript: join(folder, "none.js") });
    expect(await (await fetch(`${bare.url}/docs`)).text()).toContain("/openapi.json");
  });
});

describe("headers", () => {
  test("pages run our scripts only and stand in no frame", async () => {
    const { headers } = await get("/");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("strict-transport-security")).toBeNull();
  });

  test("answers of the API are data that nobody keeps", async () => {
    const person = await aPerson(api, await aWorkspace(api.db));
    const { headers } = await person.get("/v1/session").expect(200);
    expect(headers["content-security-policy"]).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers["cache-control"]).toBe("no-store");
  });

  test("behind https browsers are told to stay there", async () => {
    const secure = await startApi({ db: api.db, config: { PUBLIC_URL: "https://shop.example" } });
    const { headers } = await fetch(`${secure.url}/livez`);
    expect(headers.get("strict-transport-security")).toContain("max-age=31536000");
  });
});
