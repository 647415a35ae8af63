import { expect, test } from "@jest/globals";
import { atBefore, marked, type Nameable, nameables, withTokens } from "../../../web/agent/src/mentions/mentions.ts";

const person = (id: string, name: string): Nameable => ({ id, name, kind: "member" });
const all = [person("1", "Ada"), person("2", "Ada Holm"), person("3", "Bo (Lund)"), person("4", "Žofie Åberg")];

test.each([
  ["@", 1, { from: 0, word: "" }],
  ["Hi @ad", 6, { from: 3, word: "ad" }],
  ["(@ada ho", 8, { from: 1, word: "ada ho" }],
  ["mia@mail", 8, null],
  ["@ada holm and", 13, null],
  ["no", 2, null],
])("in %j at %i the at sign is %j", (text, caret, found) => {
  expect(atBefore(text, caret)).toEqual(found);
});

test("a word finds names by their beginning and the beginning of their parts, whatever the accents", () => {
  expect(nameables(all, "a").map(({ id }) => id)).toEqual(["1", "2", "4"]);
  expect(nameables(all, "zof").map(({ id }) => id)).toEqual(["4"]);
  expect(nameables(all, "olm")).toEqual([]);
});

test.each([
  ["@Ada Holm, look", "<@2>, look"],
  ["@Ada, look", "<@1>, look"],
  ["@Adam and mia@Ada", "@Adam and mia@Ada"],
  ["see @Bo (Lund)", "see <@3>"],
  ["@Žofie Åberg!", "<@4>!"],
  ["@Nobody", "@Nobody"],
])("%j is sent as %j", (typed, sent) => {
  expect(withTokens(typed, all, new Map())).toBe(sent);
});

test("of two with one name the chosen one is meant", () => {
  const twins = [person("1", "Bo"), person("2", "Bo")];
  expect(withTokens("@Bo", twins, new Map())).toBe("<@1>");
  expect(withTokens("@Bo", twins, new Map([["Bo", "2"]]))).toBe("<@2>");
});

test("names are marked where they stand, also those that look like a pattern", () => {
  expect(marked("Hi @Bo (Lund) and @Ada", ["Ada", "Bo (Lund)"])).toEqual([
    { text: "Hi ", named: false },
    { text: "@Bo (Lund)", named: true },
    { text: " and ", named: false },
    { text: "@Ada", named: true },
  ]);
  expect(marked("<b>", [])).toEqual([{ text: "<b>", named: false }]);
});
