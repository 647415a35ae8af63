import { expect, test } from "@jest/globals";
import { inOneTrip, inWorkspaces, openDatabase } from "../../src/platform/db.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { testDatabase, testUrls } from "../support/database.ts";
import { openBreakableLine } from "../support/tcp.ts";

const db = await testDatabase();

test("an undefined value fails its statement, and every connection still serves the next", async () => {
  // What a type cannot prevent everywhere: data from outside, read with the wrong name.
  const nothing: string = JSON.parse("{}").name;
  for (let n = 0; n < 25; n++) {
    const one = inOneTrip(db.app, { workspaceIds: [] }, (sql) => sql`select ${nothing}::text as x`);
    const more = inWorkspaces(db.app, [], (tx) => tx`select ${nothing}::text as x`);
    for (const outcome of [one, more]) await expect(outcome).rejects.toMatchObject({ code: "22021" });
  }
  const served = Array.from({ length: 25 }, () =>
    inOneTrip(db.app, { workspaceIds: [] }, (sql) => sql`select 1 as one`),
  );
  expect((await Promise.all(served)).flat()).toHaveLength(25);
});

test("connections that break cost what was on them: nothing hangs or ends the process, and answers are one's own", async () => {
  const urls = await testUrls();
  const line = await openBreakableLine(urls.appUrl);
  const broken = openDatabase({ appUrl: line.url, systemUrl: urls.systemUrl, maxConnections: 3 });
  closeAtEnd(() => broken.close());
  const one = async (n: number) => {
    const rows = await inOneTrip<{ n: number }>(broken.app, { workspaceIds: [] }, (sql) => sql`select ${n}::int as n`);
    expect(rows).toEqual([{ n }]);
  };
  const several = (n: number) =>
    inWorkspaces(broken.app, [], async (tx) => {
      await tx`select 0`;
      await new Promise((done) => setImmediate(done));
      expect(await Promise.all([tx`select ${n}::int as n`, tx`select ${n + 1}::int as n`])).toEqual([
        [{ n }],
        [{ n: n + 1 }],
      ]);
    });
  const work = (n: number) => [one(n), several(n), one(n + 2), several(n + 2), broken.app.sql`select 4`];
  const wrong: unknown[] = [];
  for (let n = 0; n < 60; n++) {
    const ended = Promise.allSettled(work(10 * n));
    for (let tick = 0; tick < n % 20; tick++) await new Promise((done) => setImmediate(done));
    line.cut(n % 2 === 0);
    for (const outcome of await ended) {
      if (outcome.status === "rejected" && !/CONN|EPIPE/.test(outcome.reason.code)) wrong.push(outcome.reason);
    }
  }
  await line.whileClosed(() => Promise.allSettled([...work(1), ...work(2)]));
  expect(await Promise.all([...work(3), ...work(4)])).toHaveLength(10);
  expect(wrong).toEqual([]);
});
