import { expect, test } from "@jest/globals";
import { reconcile } from "../../../web/agent/src/conversation/reconcile.ts";

const content = (body: string, ...attachmentIds: string[]) => ({ body, attachmentIds });
const saved = (body: string, version: number) => ({ ...content(body), version });

test.each([
  ["nothing anywhere", content(""), null, null, "settled"],
  ["the same on both sides", content("Hi"), null, saved("Hi", 7), "settled"],
  ["text from another device", content(""), null, saved("Hi", 7), "adopt"],
  ["text that went on elsewhere", content("Hi"), saved("Hi", 7), saved("Hi Mia", 8), "adopt"],
  ["text that was sent elsewhere", content("Hi"), saved("Hi", 7), null, "adopt"],
  ["text that went on here", content("Hi Mia"), saved("Hi", 7), saved("Hi", 7), "push"],
  ["a file added here", content("Hi", "f1"), saved("Hi", 7), saved("Hi", 7), "push"],
  ["text of before the server knew any", content("Hi"), null, null, "push"],
  ["text that went on here and was sent elsewhere", content("Hi Mia"), saved("Hi", 7), null, "push"],
  ["text that went on in both places", content("Hi Mia"), saved("Hi", 7), saved("Hello", 8), "ask"],
  ["two texts that never met", content("Hi"), null, saved("Hello", 7), "ask"],
])("%s", (_, local, base, remote, verdict) => {
  expect(reconcile(local, base, remote)).toBe(verdict);
});

test("text is given up only when it is somewhere else too, or nothing", () => {
  const texts = [content(""), content("a"), content("b")];
  const states = [null, saved("", 1), saved("a", 1), saved("a", 2), saved("b", 2)];
  for (const local of texts) {
    for (const base of states) {
      for (const remote of states) {
        if (reconcile(local, base, remote) !== "adopt") continue;
        expect([local.body === "" || local.body === base?.body, local, base, remote]).toEqual([
          true,
          local,
          base,
          remote,
        ]);
      }
    }
  }
});
