import { expect, jest, test } from "@jest/globals";
import { freshUrls, testSealKey } from "../support/database.ts";
import { keepBooks } from "./chaos.ts";

// Processes are killed and started here, and many a call goes wrong, on whatever machine this is.
jest.setTimeout(240_000);

/** `npm run proof ledger` does the same with two thousand. */
const howMany = 250;

test("actions, cut lines and killed workers: what was moved is what the ledger says to the cent, and nothing ran twice", async () => {
  const urls = { ...(await freshUrls()), sealKeys: testSealKey };
  const { ledger, keys, ...books } = await keepBooks(urls, { howMany, deadlineMs: 200_000 });
  const done = ledger.filter(({ state }) => state === "done");
  expect(ledger).toHaveLength(howMany);
  expect(ledger.filter(({ endedAt }) => endedAt === null)).toEqual([]);
  expect(new Set(keys).size).toBe(keys.length);
  expect(done.map(({ id }) => id).toSorted()).toEqual(keys.toSorted());
  expect(books.movedMinor).toBe(done.reduce((sum, { costMinor }) => sum + (costMinor ?? 0), 0));
  expect(books.overdrawn).toEqual([]);
  // Nothing stays reserved for what was not done.
  const reserved = ledger.filter(({ reservedAt }) => reservedAt !== null);
  expect(reserved.map(({ id }) => id).toSorted()).toEqual(keys.toSorted());
  // What was to go wrong did.
  const { cutBefore, cutAfter, busy } = books.happened;
  expect(Math.min(cutBefore, cutAfter, busy, books.killed)).toBeGreaterThan(0);
  expect(done.length).toBeGreaterThan(howMany / 2);
});
