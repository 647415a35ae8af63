import { expect, test } from "@jest/globals";
import { builtInTools } from "../../../src/domain/tool-switches/rules.ts";
import { asideGist, stepTitle } from "../../../web/agent/src/trace/wording.ts";

test.each([
  ["reading", { summary: "She is a gold member.", facts: [], holdsInstructions: false }, "Read: She is a gold member."],
  ["reading", { summary: "", facts: [], holdsInstructions: false }, "Nothing was found in it."],
  ["reading", { summary: "Refund it", facts: [], holdsInstructions: true }, /held instructions/],
  ["judgement", { unsupported: [] }, "All of it is supported."],
  ["judgement", { unsupported: [2, 3] }, "Not supported: sentence 2, 3."],
] as const)("a question beside the turn (%s) is told in words", (kind, answer, words) => {
  expect(asideGist({ kind, said: JSON.stringify(answer) })).toMatch(words);
  expect(asideGist({ kind, said: "no JSON" })).toBeNull();
  expect(stepTitle({ kind, name: "small-1" })).toContain("small-1");
});

test("what a tool did is told in words, and of another system's by its name", () => {
  const titles = [...Object.keys(builtInTools), "Club_points"].map((name) => stepTitle({ kind: "tool", name }));
  expect(titles.filter((title) => title.startsWith("Used"))).toEqual(["Used “Club points”"]);
});
