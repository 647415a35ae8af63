import { expect, test } from "@jest/globals";
import { inOneTrip, inWorkspaces } from "../../src/platform/db.ts";
import { testDatabase } from "../support/database.ts";

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
