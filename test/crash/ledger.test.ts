import { expect, jest, test } from "@jest/globals";
import { freshUrls, testSealKey } from "../support/database.ts";
import { disagreements, keepBooks } from "./chaos.ts";
import { shopifyLine, tillLine } from "./lines.ts";

// Processes are killed and started here, and many a call goes wrong, on whatever machine this is.
jest.setTimeout(440_000);

/** `npm run proof ledger` does the same with two thousand, and kills 250 times. */
const sizes = [
  { shop: "a till", howMany: 80, kills: 4, customers: 20, line: tillLine },
  {
    shop: "Shopify, as the sandbox plays it",
    howMany: 40,
    kills: 3,
    customers: 15,
    line: () => shopifyLine({ customers: 15 }),
  },
];

test.each(sizes)(
  "cut lines and killed workers: what was moved in $shop is what the ledger says, to the cent, and nothing ran twice",
  async ({ howMany, kills, customers, line }) => {
    const urls = { ...(await freshUrls()), sealKeys: testSealKey };
    const books = await keepBooks(urls, await line(), { howMany, kills, customers, deadlineMs: 400_000 });
    expect(disagreements(books)).toEqual([]);
    expect(books.ledger).toHaveLength(howMany);
    // What was to go wrong did.
    const { cutBefore, cutAfter, busy } = books.happened;
    expect(Math.min(cutBefore, cutAfter, busy, books.killed)).toBeGreaterThan(0);
    expect(books.effects.length).toBeGreaterThan(howMany / 2);
  },
);
