import { describe, expect, test } from "@jest/globals";
import { variables } from "../../../src/domain/templates/index.ts";
import { matching, slashBefore, toShortcut } from "../../../web/agent/src/canned/slash.ts";
import { gapsIn, meaningOf } from "../../../web/agent/src/canned/variables.ts";

describe("a slash", () => {
  test.each([
    ["/", { from: 0, word: "" }],
    ["/ref", { from: 0, word: "ref" }],
    ["Hi /ref", { from: 3, word: "ref" }],
    ["Hi,\n/ref", { from: 4, word: "ref" }],
    ["Hi 🙂 /rück", { from: 6, word: "rück" }],
  ])("at the beginning of a word opens the menu: %j", (text, slash) => {
    expect(slashBefore(text, text.length)).toEqual(slash);
  });

  test.each(["", "and/or", "https://", "1/2", "//", "/ref ", "/ref\n", "a /b/c", `/${"x".repeat(51)}`])(
    "elsewhere is a slash: %j",
    (text) => {
      expect(slashBefore(text, text.length)).toBeNull();
    },
  );

  test("counts as far as the caret", () => {
    expect(slashBefore("Hi /refund policy", 6)).toEqual({ from: 3, word: "re" });
    expect(slashBefore("Hi /refund policy", 3)).toBeNull();
  });
});

describe("the replies a word means", () => {
  const reply = (shortcut: string, name = "", body = "") => ({ shortcut, name, body });

  test("shortcuts that begin with it come first, then those that hold it, otherwise as they came", () => {
    const replies = [
      reply("b", "", "we refund"),
      reply("no-refund"),
      reply("c", "Refunds"),
      reply("refund-b"),
      reply("refund-a"),
    ];
    expect(matching(replies, "REFUND").map(({ shortcut }) => shortcut)).toEqual([
      "refund-b",
      "refund-a",
      "no-refund",
      "c",
      "b",
    ]);
  });

  test("an answer to what was typed before offers nothing that does not fit any more", () => {
    expect(matching([reply("refund"), reply("hello")], "refunds")).toEqual([]);
  });

  test("are eight at most", () => {
    expect(
      matching(
        Array.from({ length: 50 }, (_, i) => reply(`a${i}`)),
        "",
      ),
    ).toHaveLength(8);
  });
});

test.each([
  ["Returns & refunds", "returns-refunds"],
  ["  Rückgabe? ", "ruckgabe"],
  ["Где мой заказ", ""],
  [`${"x".repeat(49)} y z`, "x".repeat(49)],
])("a name makes a shortcut: %j", (name, shortcut) => {
  expect(toShortcut(name)).toBe(shortcut);
});

test("gaps are found in the order of the text, for every variable the server knows", () => {
  expect(Object.keys(meaningOf).toSorted()).toEqual([...variables].toSorted());
  expect(gapsIn("[order name] [customer first name] [order name] [name] [[")).toEqual([
    "[order name]",
    "[customer first name]",
  ]);
  expect(gapsIn("")).toEqual([]);
});
