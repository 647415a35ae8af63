import { expect, test } from "@jest/globals";
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
