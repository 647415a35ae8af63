import { expect, test } from "@jest/globals";
import { renameMenu } from "../../../web/agent/src/lines/rename-menu.ts";

type Draft = Parameters<typeof renameMenu>[0];
const voicemail = { to: "voicemail" } as const;
const main = { to: "menu", menu: "main" } as const;
const other = { to: "menu", menu: "other" } as const;

test("a renamed menu keeps its place, and whatever sent calls to it, itself and other menus included, still does", () => {
  const menu = (fallback: Draft["first"]): Draft["menus"][string] => ({
    ...{ say: "Press 1.", tries: 3, fallback },
    options: [
      { digits: "1", words: ["order"], target: main },
      { digits: "2", words: [], target: other },
    ],
  });
  const queue: Draft["queue"] = {
    ...{ strategy: "round_robin", ringSeconds: 20, overflowSeconds: null, overflow: main },
    ...{ maxWaitSeconds: 900, offerCallbackAfterSeconds: null },
  };
  const draft: Draft = {
    ...{ first: main, closed: voicemail, assistantFallback: main, queue },
    menus: { main: menu(main), other: menu(voicemail) },
  };
  const renamed = renameMenu(draft, "main", "welcome");
  expect(Object.keys(renamed.menus)).toEqual(["welcome", "other"]);
  expect(JSON.stringify(renamed)).toBe(JSON.stringify(draft).replaceAll(/"main"/g, '"welcome"'));
});
