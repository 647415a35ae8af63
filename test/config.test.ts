import { beforeAll, describe, expect, test } from "@jest/globals";

const good = {
  PUBLIC_URL: "http://localhost:3000",
  DATABASE_URL: "postgres://parley_app:x@localhost/parley",
  DATABASE_SYSTEM_URL: "postgres://parley_system:x@localhost/parley",
  SESSION_SECRET: "s".repeat(32),
  SEAL_KEY: Buffer.alloc(32).toString("base64"),
};
let readConfig: typeof import("../src/config.ts").readConfig;
beforeAll(async () => {
  // The module reads the environment as it loads.
  Object.assign(process.env, good);
  ({ readConfig } = await import("../src/config.ts"));
});

describe("the configuration", () => {
  test("has defaults for all but addresses and secrets, and cannot be changed", () => {
    const config = readConfig(good);
    expect(config).toMatchObject({ NODE_ENV: "production", PORT: 3000, LOG_LEVEL: "info", TRUST_PROXY: 0 });
    expect(Object.isFrozen(config)).toBe(true);
  });

  test("names everything that is missing or wrong at once", () => {
    const wrong = { PORT: "eighty", PUBLIC_URL: "localhost:3000", SESSION_SECRET: "short", SEAL_KEY: "short" };
    const names = ["PORT", "PUBLIC_URL", "DATABASE_URL", "DATABASE_SYSTEM_URL", "SESSION_SECRET", "SEAL_KEY"];
    for (const name of names) expect(() => readConfig(wrong)).toThrow(new RegExp(`→ at ${name}\\b`));
  });

  test("never repeats a secret in what it says", () => {
    const wrong = { ...good, SESSION_SECRET: "canary", SEAL_KEY: "canary" };
    expect(() => readConfig(wrong)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("canary") }),
    );
  });

  test("reduces the public address to its origin", () => {
    expect(readConfig({ ...good, PUBLIC_URL: "http://shop.example:8080/" }).PUBLIC_URL).toBe(
      "http://shop.example:8080",
    );
  });

  test("https needs to know how many proxies end it", () => {
    const https = { ...good, PUBLIC_URL: "https://shop.example" };
    expect(() => readConfig(https)).toThrow(/TRUST_PROXY/);
    expect(readConfig({ ...https, TRUST_PROXY: "1" }).TRUST_PROXY).toBe(1);
  });

  test("takes several seal keys, for rotation", () => {
    expect(readConfig({ ...good, SEAL_KEY: `${good.SEAL_KEY},${good.SEAL_KEY}` }).SEAL_KEY).toContain(",");
    expect(() => readConfig({ ...good, SEAL_KEY: `${good.SEAL_KEY},` })).toThrow(/SEAL_KEY/);
  });
});
