import { expect, test } from "@jest/globals";
import { openAccount } from "../../scripts/create-workspace.ts";
import { verifyPassword } from "../../src/domain/access/index.ts";
import { everyWorkspaceId } from "../../src/domain/audit/index.ts";
import { freshDatabase } from "../support/database.ts";

const db = await freshDatabase();
const wanted = { name: "Nordlys", owner: "Ada Holm", email: "Ada@nordlys.example" };

test("an account is opened once for an email, and its password lets its owner in", async () => {
  const password = await openAccount(db, wanted);
  expect(await verifyPassword(db, "ada@nordlys.example", password)).toMatchObject({ name: "Ada Holm" });
  const before = await everyWorkspaceId(db);
  await expect(openAccount(db, wanted)).rejects.toThrow("Nothing was made");
  expect(await everyWorkspaceId(db)).toEqual(before);
});
