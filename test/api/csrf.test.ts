import { beforeAll, describe, test } from "@jest/globals";
import { isForPages } from "../../src/api/endpoint.ts";
import { anApiKey, aPerson, type LoggedIn, publicUrl, startApi, type TestApi } from "../support/api.ts";
import { endpoints, pathOf } from "../support/requests.ts";
import { aWorld, type World } from "../support/world.ts";

let api: TestApi;
let world: World;
let person: LoggedIn;
beforeAll(async () => {
  api = await startApi();
  world = await aWorld(api.db);
  person = await aPerson(api, world.ctx, "owner");
});

const writes = endpoints.filter(
  ({ endpoint }) => endpoint.method !== "get" && endpoint.scope !== "public" && !isForPages(endpoint.scope),
);

describe("a request that changes something, made with the session cookie", () => {
  test.each(writes)("$name needs the session's token", async ({ endpoint }) => {
    const path = pathOf(endpoint, world.ids);
    for (const token of [undefined, "", "wrong", `${person.csrfToken}x`]) {
      const request = api.send(endpoint.method, path).set("cookie", person.cookie);
      await (token === undefined ? request : request.set("x-csrf-token", token)).expect(403);
    }
  });

  test("another session's token is not good for it", async () => {
    const other = await aPerson(api, world.ctx, "owner");
    await close().set({ cookie: person.cookie, "x-csrf-token": other.csrfToken }).expect(403);
  });

  test.each([
    ["the public address", { origin: publicUrl }, 200],
    ["the address it was sent to", { origin: "http://inbox.internal:8080", host: "inbox.internal:8080" }, 200],
    ["no address (a program)", {}, 200],
    ["its own page", { "sec-fetch-site": "same-origin" }, 200],
    ["another site", { origin: "https://evil.example" }, 403],
    ["a site that only looks like ours", { origin: `${publicUrl}.evil.example` }, 403],
    ["a sandboxed frame", { origin: "null" }, 403],
    ["another site, without saying which", { "sec-fetch-site": "cross-site" }, 403],
    ["a sibling domain, without saying which", { "sec-fetch-site": "same-site" }, 403],
  ])("from %s", async (_, headers, status) => {
    await close()
      .set({ cookie: person.cookie, "x-csrf-token": person.csrfToken, ...headers })
      .expect(status);
  });

  test("reading needs no token", async () => {
    await api.send("get", "/v1/session").set("cookie", person.cookie).expect(200);
  });

  test("an API key needs none, for no browser sends it by itself", async () => {
    const { token } = await anApiKey(world.ctx, ["conversations:write"]);
    await close()
      .set({ authorization: `Bearer ${token}`, origin: "https://app.example" })
      .expect(200);
  });

  test("a bad API key beside a good cookie is not saved by the cookie", async () => {
    await api.send("get", "/v1/members").set({ cookie: person.cookie, authorization: "Bearer nothing" }).expect(401);
  });
});

function close() {
  return api.send("post", `/v1/conversations/${world.ids.conversationId}/closure`);
}
