import { zstdCompressSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { packJson, unpackJson, unpackText } from "../../src/platform/packed-json.ts";

test("JSON comes back as it was, whatever it says and however long it is", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.integer({ min: 1, max: 400 }), async (value, times) => {
      const json = JSON.stringify(Array.from({ length: times }, () => value));
      expect(unpackText(await packJson([Buffer.from(json)]))).toBe(Buffer.from(json).toString("utf8"));
    }),
    { numRuns: 50 },
  );
  const large = JSON.stringify({ raw: "QUJD".repeat(500_000), seen: "Ærlig talt 🎁" });
  const packed = await packJson([Buffer.from(large)]);
  expect(packed.length).toBeLessThan(large.length / 100);
  expect(unpackJson(packed)).toEqual(JSON.parse(large));
  const short = JSON.stringify({ lines: Array.from({ length: 400 }, (_, n) => ({ title: "Candle", n })) });
  expect((await packJson([Buffer.from(short)])).length).toBeLessThan(short.length / 2);
});

test("what earlier versions packed is read", () => {
  expect(unpackJson(zstdCompressSync(Buffer.from('{"a":"ÿ"}')))).toEqual({ a: "ÿ" });
});

test("what was never packed is read too, and what is no JSON is refused", async () => {
  expect(unpackJson(Buffer.from('{"a" : "ÿ"}'))).toEqual({ a: "ÿ" });
  for (const broken of ['{"broken":', `{"broken":"${"x".repeat(5000)}`]) {
    const packed = await packJson([Buffer.from(broken)]);
    expect(() => unpackJson(packed)).toThrow(SyntaxError);
  }
});
