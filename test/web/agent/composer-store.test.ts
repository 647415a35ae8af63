import { describe, expect, test } from "@jest/globals";
import {
  attemptFor,
  loadUnsent,
  newClientMessageId,
  nothingUnsent,
  saveUnsent,
  unsentKey,
} from "../../../web/agent/src/conversation/composer-store.ts";

function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe("unsent text", () => {
  const unsent = { ...nothingUnsent, reply: "Hi Mia", draftId: "d1", attempt: { content: "c", id: "i" } };

  test("comes back as it was left, and for its author and conversation only", () => {
    const browser = storage();
    saveUnsent(browser, unsentKey("ada", "k1"), unsent);
    expect(loadUnsent(browser, unsentKey("ada", "k1"))).toEqual(unsent);
    expect(loadUnsent(browser, unsentKey("bo", "k1"))).toEqual(nothingUnsent);
    expect(loadUnsent(browser, unsentKey("ada", "k2"))).toEqual(nothingUnsent);
  });

  test("leaves nothing behind once it is sent", () => {
    const browser = storage();
    saveUnsent(browser, "key", unsent);
    saveUnsent(browser, "key", { ...nothingUnsent, mode: "note" });
    expect(browser.kept.size).toBe(0);
  });

  test("a damaged or foreign value counts as nothing", () => {
    for (const value of ["{", "null", "[]", '"text"', '{"reply":5,"attempt":[]}']) {
      expect(loadUnsent({ getItem: () => value }, "key")).toEqual(nothingUnsent);
    }
  });

  test("a full storage does not stop the writing", () => {
    const full = {
      setItem: () => {
        throw new Error("QuotaExceededError");
      },
      removeItem: () => {},
    };
    expect(() => saveUnsent(full, "key", unsent)).not.toThrow();
  });
});

test("the same text tried again keeps its id, another text gets its own", () => {
  const first = attemptFor(null, "Hi", newClientMessageId);
  expect(attemptFor(first, "Hi", newClientMessageId)).toBe(first);
  expect(attemptFor(first, "Hi!", newClientMessageId).id).not.toBe(first.id);
  expect(first.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
