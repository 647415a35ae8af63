import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { registerUser, verifyPassword } from "../../../src/domain/access/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
const password = "correct horse battery";
const register = (email = `${randomUUID()}@staff.example`) => registerUser(db, { email, name: "Ada", password });

describe("a password", () => {
  test("opens its own account only, however the email is written", async () => {
    const [ada, bo] = [await register(), await register()];
    expect((await verifyPassword(db, ` ${ada.email.toUpperCase()} `, password))?.id).toBe(ada.id);
    expect(await verifyPassword(db, bo.email, `${password}!`)).toBeNull();
    expect(await verifyPassword(db, "nobody@staff.example", password)).toBeNull();
  });

  test("is kept as argon2id with its cost and a salt of its own", async () => {
    const [ada, bo] = [await register(), await register()];
    expect(ada.passwordHash).toMatch(/^argon2id\$19456\$2\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(bo.passwordHash).not.toBe(ada.passwordHash);
    expect(ada.passwordHash).not.toContain(password);
  });

  test("may be of any script, and is not cut", async () => {
    const email = `${randomUUID()}@staff.example`;
    const long = "пароль 密码 🔑".repeat(20);
    await registerUser(db, { email, name: "Ada", password: long });
    expect(await verifyPassword(db, email, long)).not.toBeNull();
    expect(await verifyPassword(db, email, long.slice(0, -2))).toBeNull();
  });

  test("that is short is refused", async () => {
    const short = registerUser(db, { email: `${randomUUID()}@staff.example`, name: "Ada", password: "short" });
    await expect(short).rejects.toMatchObject({ code: "invalid_input" });
  });
});

test("one email is one user, also when two register at once", async () => {
  const email = `${randomUUID()}@staff.example`;
  const tried = await Promise.allSettled([register(email), register(email.toUpperCase()), register(email)]);
  expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});
