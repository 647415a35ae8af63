import { beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { AppError } from "../../../src/platform/errors.ts";
import { aShop, plain, type Shop } from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await aShop();
  await shop.mail(
    { subject: "<img src=x onerror=alert(1)>", text: "<script>alert('candle')</script> & a & b | c:* <-> !d" },
    { subject: "long", text: `${"wick ".repeat(20_000)} unreachable` },
    { subject: "encoded", text: `${"QUJD".repeat(5000)} readable` },
    { subject: "marks", text: "Ｆｕｌｌｗｉｄｔｈ ﬁligree 𝒽ello 👩‍👩‍👧 e\u0301te\u0301" },
    { subject: "emoji 🕯️", text: "🕯️🕯️🕯️" },
  );
});

test.each([
  "a & b",
  "a | b",
  "!a",
  "a <-> b",
  "(a",
  "a:*",
  "'a'",
  "a\\",
  "':A",
  "''",
  "&&&&",
  "candle' OR 1=1 --",
  "%_%",
  "*",
  "-",
  "--",
  '""',
  '" "',
  "#",
  "@",
  "🕯️",
  "{a,b}",
  "$1 $2",
  "\u202e\u200b",
  "a".repeat(500),
  "a ".repeat(19),
  "ａｂｃ",
])("no sign is an operator: %s", async (query) => {
  const hits = await shop.find(query);
  expect(Array.isArray(hits)).toBe(true);
});

test("whatever is typed is answered or refused in words", async () => {
  const pieces = fc.constantFrom(
    "from:",
    "before:",
    '"',
    "-",
    "*",
    "#",
    ":",
    "é",
    "注文",
    " ",
    "a",
    "&",
    "\\",
    "'",
    "🕯",
    "1",
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: "grapheme", maxLength: 60 }),
        fc.array(pieces, { maxLength: 20 }).map((all) => all.join("")),
      ),
      async (query) => {
        if (query.includes("\0") || !query.isWellFormed()) return;
        try {
          await shop.find(query);
        } catch (error) {
          expect(error instanceof AppError && error.code).toBe("invalid_input");
        }
      },
    ),
    { numRuns: 150 },
  );
});

test("markup is text: pieces hold it as it stands, marked or not", async () => {
  const [hit] = await shop.find("candle onerror");
  expect(hit?.type === "conversation" && plain(hit.subject)).toBe("<img src=x onerror=alert(1)>");
  expect(hit?.type === "conversation" && plain(hit.message.snippet)).toContain("<script>alert('candle')</script>");
});

test("a letter of any length is indexed up to its limit, and found by it", async () => {
  expect(await shop.names("wick")).toEqual(["long"]);
  expect(await shop.names("unreachable")).toEqual([]);
  expect(await shop.names("readable")).toEqual(["encoded"]);
});

test("forms of a letter are one letter", async () => {
  for (const query of ["fullwidth", "FILIGREE", "été", "ete", "hello"])
    expect(await shop.names(query)).toEqual(["marks"]);
});

test("more characters or terms than anybody needs are refused", async () => {
  await expect(shop.find("a".repeat(501))).rejects.toMatchObject({ code: "invalid_input" });
  await expect(shop.find("a ".repeat(21))).rejects.toMatchObject({
    message: expect.stringContaining("at most 20 terms"),
  });
});
