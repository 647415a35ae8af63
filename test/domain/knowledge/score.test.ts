import { describe, expect, test } from "@jest/globals";
import { byLetters } from "../../../src/domain/knowledge/score.ts";
import { tellingWords } from "../../../src/domain/knowledge/words.ts";

describe("the words that tell what a question is about", () => {
  test("are all but the commonest of its own language", () => {
    expect(tellingWords("Hi, what is your policy on returns?")).toEqual(["policy", "returns"]);
    expect(tellingWords("Wie kann ich die Jacke zurückgeben? Ich habe die Rechnung.")).toEqual([
      "kann",
      "jacke",
      "zuruckgeben",
      "rechnung",
    ]);
    // In English "die" is a word like any other.
    expect(tellingWords("what do i do when my plants die")).toEqual(["plants", "die"]);
  });

  test("are all there are where it has no others, or is too short to tell its language", () => {
    expect(tellingWords("where are you?")).toEqual(["where", "are", "you"]);
    expect(tellingWords("the sizes")).toEqual(["the", "sizes"]);
    expect(tellingWords(" … ?! ")).toEqual([]);
  });
});

test("a title is as like a question as together with its shelf", () => {
  const found = ([category, title]: [string | null, string]) => ({
    ...{ chunkId: title, articleId: title, title, category, language: "en", questions: [] },
    ...{ sourceUrl: null, fileName: null, heading: "", text: "", terms: [], frequencies: [], length: 2 },
  });
  const shelves: [string | null, string][] = [
    ["Subscriptions", "Status"],
    ["Shipping", "Status"],
    [null, "Sizes"],
  ];
  const [subscriptions, shipping, sizes] = byLetters(shelves.map(found), "is my subscripton still on?");
  expect(subscriptions).toBeGreaterThan(shipping!);
  expect(subscriptions).toBeGreaterThan(sizes!);
});
