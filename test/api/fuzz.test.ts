import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Endpoint, pathParameters, takesBody } from "../../src/api/endpoint.ts";
import { aPerson, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { endpoints, hostileInput, hostileValue, pathOf, validInput } from "../support/requests.ts";
import { aWorld, type World } from "../support/world.ts";

/** Fixed, so that a failure comes again. */
const seed = 20_260_301;
const numRuns = 4;

let api: TestApi;
let world: World;
let owner: LoggedIn;
beforeAll(async () => {
  api = await startApi();
  world = await aWorld(api.db);
  owner = await aPerson(api, world.ctx, "owner");
});

/** Logging in and out is left out: it has limits and a session to lose; its own tests feed it bad input. */
const fuzzed = endpoints.filter(({ endpoint }) => endpoint.path !== "/v1/session");

// Every answer is also checked against the OpenAPI document, by the client.
describe.each(fuzzed)("$name", ({ endpoint }) => {
  test("answers input the contract allows without a server error", async () => {
    await fc.assert(
      fc.asyncProperty(validInput(endpoint, world.ids), async (input) => {
        const { status, text } = await request(endpoint, world.ids, input);
        expect([isAnswered(endpoint, status), status === 422 ? explained(text) : true]).toEqual([true, true]);
      }),
      { seed, numRuns },
    );
  });

  test("answers hostile input with a clear problem or a normal answer, never a server error", async () => {
    const names = pathParameters(endpoint.path);
    const paths = fc.record(Object.fromEntries(names.map((name) => [name, fc.oneof(known(name), hostileText)])));
    await fc.assert(
      fc.asyncProperty(paths, hostileInput(endpoint, world.ids), async (values, input) => {
        const { status, text } = await request(endpoint, values, input);
        expect([isAnswered(endpoint, status), status === 422 ? explained(text) : true]).toEqual([true, true]);
      }),
      { seed, numRuns },
    );
  });
});

/** There is no provider here: an endpoint that asks one says so, where that is in its contract. */
const isAnswered = ({ problems }: Endpoint, status: number) =>
  status < 500 || ([502, 503].includes(status) && (problems ?? []).includes(status));

describe("reading a request", () => {
  const path = () => `/v1/conversations/${world.ids.conversationId}/notes`;
  const raw = (body: string, type = "application/json") =>
    api
      .send("post", path())
      .set({ cookie: owner.cookie, "x-csrf-token": owner.csrfToken, "content-type": type })
      .send(body);

  test.each([
    ["broken JSON", "{", 422],
    ["a list", "[]", 422],
    ["null", "null", 422],
    ["a body with NUL", '{"body":"a\\u0000b"}', 422],
    ["half a surrogate pair", '{"body":"\\ud800"}', 422],
    ["an unknown field", '{"body":"x","admin":true}', 422],
    ["a name of the path in the body", '{"body":"x","conversationId":"0197"}', 422],
    ["a prototype", '{"body":"x","__proto__":{"admin":true}}', 422],
    ["deep nesting", `{"body":${"[".repeat(60_000)}${"]".repeat(60_000)}}`, 422],
    ["more than 256 kB", `{"body":"${"x".repeat(300_000)}"}`, 413],
  ])("%s is refused", async (_, body, status) => {
    const answer = await raw(body).expect(status);
    expect(answer.body).toMatchObject({ status, code: "invalid_input" });
  });

  test("a form is refused, whatever it holds", async () => {
    await raw("body=x", "application/x-www-form-urlencoded").expect(415);
    await raw('{"body":"x"}', "text/plain").expect(415);
  });

  test("an unknown character set and an unknown encoding are refused", async () => {
    await raw('{"body":"x"}', "application/json; charset=x-unknown").expect(415);
    await raw('{"body":"x"}').set("content-encoding", "x-unknown").expect(415);
  });

  test.each([
    "limit=0",
    "limit=101",
    "limit=1e9",
    "limit=abc",
    "limit=1&limit=2",
    "cursor=abc.def",
    "unknown=1",
    "folder=all",
    "assignee=you",
    "assignee=%00",
  ])("GET /v1/conversations?%s is refused", async (query) => {
    const { body } = await owner.get(`/v1/conversations?${query}`).expect(422);
    expect(body.errors.length).toBeGreaterThan(0);
  });

  test.each(["/v1/conversations/%ZZ", "/v1/conversations/%00", "/v1/conversations/not-a-uuid"])(
    "%s is refused",
    async (bad) => {
      await owner.get(bad).expect(422);
    },
  );

  test("a path that does not exist is a problem, not a page", async () => {
    const { body } = await owner.get("/v1/nothing").set("accept", "text/html").expect(404);
    expect(body.code).toBe("not_found");
  });
});

const hostileText = hostileValue.map((value) => (typeof value === "string" ? value : JSON.stringify(value)) || "x");

function known(name: string): fc.Arbitrary<unknown> {
  return fc.constant(0).map(() => Object.entries(world.ids).find(([id]) => id === name)?.[1]);
}

function request(endpoint: Endpoint, values: Record<string, unknown>, input: unknown) {
  const wellFormed = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, String(value).toWellFormed()]),
  );
  const path = pathOf(endpoint, wellFormed);
  const credentials = { cookie: owner.cookie, "x-csrf-token": owner.csrfToken };
  if (takesBody(endpoint)) {
    const body = JSON.stringify(input) ?? "";
    return api
      .send(endpoint.method, path)
      .set({ ...credentials, "content-type": "application/json" })
      .send(body);
  }
  return api.send(endpoint.method, `${path}?${queryOf(input)}`).set(credentials);
}

function queryOf(input: unknown): string {
  if (typeof input !== "object" || input === null) return encodeURIComponent(String(input).toWellFormed());
  const pairs = Object.entries(input).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return new URLSearchParams(
    pairs.map(([name, value]) => [String(name).toWellFormed(), String(value).toWellFormed()]),
  ).toString();
}

function explained(text: string): boolean {
  const { detail } = JSON.parse(text) as { detail?: string };
  return typeof detail === "string" && detail.length > 5;
}
