import { expect, test } from "@jest/globals";
import { inWords } from "../../../web/agent/src/guidance/changes.ts";
import { intentOf } from "../../../web/agent/src/guidance/wording.ts";

test.each([
  [
    { what: "tone", before: null, after: "Warm" },
    { title: "Tone", before: null, after: "Warm" },
  ],
  [
    { what: "handOverTeamId", before: "a", after: "b" },
    { title: "Handed over to", before: "team a", after: "team b" },
  ],
  [
    { what: "outreach cart", before: null, after: "after 60 minutes, 10 % kept out by chance" },
    { title: "Writes of a cart left behind", before: null, after: "after 60 minutes, 10 % kept out by chance" },
  ],
  [
    { what: "handOverTopics press", before: "press", after: null },
    { title: "Goes to people", before: "press", after: null },
  ],
  [
    { what: "procedures return_request: it is worn", before: "1. Ask", after: "1. Ask\nThen: repair" },
    { title: "Procedure: Return request, when it is worn", before: "1. Ask", after: "1. Ask\nThen: repair" },
  ],
  [
    { what: "modes any order_status", before: "draft, from low", after: "review, from high, after 5 minutes" },
    {
      ...{ title: "Everywhere, Order status", before: "Waits for a person" },
      after: "Sent after a pause of 5 min, without a doubt",
    },
  ],
  // What a newer server says is shown as it is.
  [
    { what: "speed", before: "slow", after: "fast" },
    { title: "speed", before: "slow", after: "fast" },
  ],
])("a change of the guidance is told in words: %j", (change, words) => {
  expect(inWords(change, (id) => `team ${id}`)).toEqual(words);
});

test("an intent of the shop's own is named as the server wants it", () => {
  expect(["Loyalty points!", "  Größe & Maße", "2nd hand", "any"].map(intentOf)).toEqual([
    ...["loyalty_points", "grosse_masse", "nd_hand", "any"],
  ]);
});
