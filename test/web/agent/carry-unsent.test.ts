import { expect, test } from "@jest/globals";
import {
  loadUnsent,
  nothingUnsent,
  saveUnsent,
  unsentKey,
} from "../../../web/agent/src/conversation/composer-store.ts";
import { carryUnsent } from "../../../web/agent/src/corrections/carry-unsent.ts";

function aBrowser(texts: Record<string, { reply?: string; note?: string }>) {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  for (const [id, text] of Object.entries(texts)) {
    saveUnsent(storage, unsentKey("ada", id), { ...nothingUnsent, ...text });
  }
  const read = (id: string) => {
    const { mode, reply, note } = loadUnsent(storage, unsentKey("ada", id));
    return { mode, reply, note };
  };
  return { storage, read };
}
const move = { from: "a", into: "b" };

test("what was being written goes to where the conversation is read now", () => {
  const { storage, read } = aBrowser({ a: { reply: "Dear Mia" } });
  carryUnsent(storage, "ada", move);
  expect([read("a"), read("b")]).toEqual([
    { mode: "reply", reply: "", note: "" },
    { mode: "reply", reply: "Dear Mia", note: "" },
  ]);
});

test("what was being written there stays above it, and the same text comes once", () => {
  const { storage, read } = aBrowser({ a: { reply: "about a", note: "seen" }, b: { reply: "about b", note: "seen" } });
  carryUnsent(storage, "ada", move);
  carryUnsent(storage, "ada", move);
  expect(read("b")).toEqual({ mode: "reply", reply: "about b\n\nabout a", note: "seen" });
});
