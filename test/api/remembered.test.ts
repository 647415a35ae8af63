import { Readable } from "node:stream";
import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createCursors } from "../../src/api/cursor.ts";
import { type Endpoint, takesBody } from "../../src/api/endpoint.ts";
import { createFileLinks } from "../../src/api/file-links.ts";
import { openPage } from "../../src/api/pages.ts";
import { rememberAnswers } from "../../src/api/remembered.ts";
import { permissionsOf } from "../../src/domain/access/index.ts";
import { inTransaction } from "../../src/domain/events/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import type { Database } from "../../src/platform/db.ts";
import { aPerson, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { testDatabase } from "../support/database.ts";
import { aWorkspace } from "../support/factories.ts";
import { endpoints, pathOf, validInput } from "../support/requests.ts";
import { aWorld, type World } from "../support/world.ts";

/** Fixed, so that a failure comes again. */
const seed = 20_260_301;

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});

const text = (body: Buffer) => body.toString();
const happen = (ctx: Context) =>
  inTransaction(ctx, async (tx) => tx.emit({ name: "customer.outdated", data: { customerId: crypto.randomUUID() } }));

describe("an answer", () => {
  test("is given again as long as nothing happens in its workspace, whatever happens in others", async () => {
    const [here, there] = [await aWorkspace(db), await aWorkspace(db)];
    const remembered = rememberAnswers(db);
    let asked = 0;
    const ask = () => remembered.answer(here, "question", async () => ++asked);
    expect(text(await ask())).toBe("1");
    await happen(there);
    expect(text(await ask())).toBe("1");
    await happen(here);
    expect(text(await ask())).toBe("2");
  });

  test("is one caller's and one question's", async () => {
    const ctx = await aWorkspace(db);
    const someone: Context = { ...ctx, actor: { type: "member", id: crypto.randomUUID() } };
    const remembered = rememberAnswers(db);
    expect(text(await remembered.answer(ctx, "a", async () => "system's"))).toBe('"system\'s"');
    expect(text(await remembered.answer(someone, "a", async () => "hers"))).toBe('"hers"');
    expect(text(await remembered.answer(ctx, "b", async () => "another"))).toBe('"another"');
  });

  test("read while something happened is not given for what came after it", async () => {
    const ctx = await aWorkspace(db);
    const remembered = rememberAnswers(db);
    const overtaken = await remembered.answer(ctx, "question", async () => {
      await happen(ctx);
      return "old";
    });
    expect(text(overtaken)).toBe('"old"');
    expect(text(await remembered.answer(ctx, "question", async () => "new"))).toBe('"new"');
  });

  test("that fails is not remembered, and holds up nobody", async () => {
    const ctx = await aWorkspace(db);
    const remembered = rememberAnswers(db);
    const fails = remembered.answer(ctx, "question", async () => Promise.reject(new Error("away")));
    await expect(fails).rejects.toThrow("away");
    expect(text(await remembered.answer(ctx, "question", async () => "here"))).toBe('"here"');
  });
});

describe("whatever a person does, the next list shows it, on the process beside too", () => {
  let here: TestApi;
  let beside: TestApi;
  let world: World;
  let person: LoggedIn;
  beforeAll(async () => {
    const config = { SESSION_SECRET: "the same for both, as in one installation" };
    here = await startApi({ config });
    beside = await startApi({ config, db: await testDatabase() });
    world = await aWorld(here.db);
    person = await aPerson(here, world.ctx, "owner");
  });

  const remembered = endpoints.filter(({ endpoint }) => endpoint.remembered).map(({ endpoint }) => endpoint);
  const changes = endpoints.filter(({ endpoint }) => endpoint.method !== "get" && endpoint.path !== "/v1/session");

  test.each(changes)("$name", async ({ endpoint }) => {
    await fc.assert(
      fc.asyncProperty(validInput(endpoint, world.ids), async (input) => {
        await Promise.all(remembered.map(readBeside));
        const path = pathOf(endpoint, world.ids);
        await (takesBody(endpoint) ? person[endpoint.method](path, input) : person[endpoint.method](path));
        for (const list of remembered) {
          const { body } = await readBeside(list);
          expect(body.data).toEqual(await readNow(list));
        }
      }),
      { seed, numRuns: 3 },
    );
  });

  const readBeside = (list: Endpoint) =>
    beside.send("get", pathOf(list, world.ids)).set("cookie", person.cookie).expect(200);

  async function readNow(list: Endpoint): Promise<unknown> {
    const permissions = permissionsOf("owner");
    const ctx: Context = { ...world.ctx, actor: { type: "member", id: person.memberId }, permissions };
    const answer = await list.respond(
      ctx,
      {},
      {
        db: ctx.db,
        fileLinks: createFileLinks("another secret", "http://files.example"),
        body: { content: Readable.from([]), statedBytes: 0 },
        chat: { tokens: { make: () => "", open: () => null }, shopper: null },
        browser: { login: null, logIn: refuse, logOut: refuse, sessionId: "", confirm: refuse, cut: refuse },
        page: (request) =>
          openPage(createCursors("another secret"), { workspaceId: ctx.workspaceId, route: "" }, request),
      },
    );
    return JSON.parse(JSON.stringify(answer)).data;
  }
  const refuse = () => Promise.reject(new Error("not here"));
});
