import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { changes } from "../../../src/integrations/gmail/pull.ts";
import { type Answer, type Loopback, startLoopback } from "../loopback.ts";
import { answerGmail, apiError, connection, mail, pointGmailAt, rawMessage } from "./mailbox.ts";

let google: Loopback;
beforeAll(async () => {
  google = await startLoopback();
  pointGmailAt(google.url);
});
afterAll(() => google.close());

const dayMs = 24 * 3_600_000;
interface Kept {
  id: string;
  atMs: number;
  bytes?: number;
}
/** Hours ago, oldest first. */
const kept = (count: number, hoursApart: number): Kept[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `m${n + 1}`,
    atMs: Date.now() - (count - n) * hoursApart * 3_600_000,
  }));

/** Gmail's list: newest first, in pages, between two moments. */
function mailboxOf(mails: Kept[], listPage = 500) {
  answerGmail(google, (path, { query }): Answer => {
    if (path === "history") return apiError(404, "notFound");
    if (path === "profile") return { json: { emailAddress: connection.account, historyId: "500" } };
    if (path === "messages") {
      const [, after, before = "9".repeat(12)] = /^after:(\d+)(?: before:(\d+))? -in:chats$/.exec(query.get("q")!)!;
      const found = mails
        .filter(({ atMs }) => atMs >= Number(after) * 1000 && atMs < Number(before) * 1000)
        .toSorted((a, b) => b.atMs - a.atMs);
      const start = Number(query.get("pageToken") ?? 0);
      const end = start + listPage;
      const messages = found.slice(start, end).map(({ id }) => ({ id }));
      return { json: { messages, ...(end < found.length && { nextPageToken: String(end) }) } };
    }
    const found = mails.find(({ id }) => path === `messages/${id}`);
    if (!found) return { status: 404 };
    const source = mail(["From: a@b.example"], "x".repeat(found.bytes ?? 10));
    return { json: rawMessage(found.id, source, { internalDate: String(found.atMs) }) };
  });
}

async function readOn(from: string | null) {
  const pages: { ids: string[]; cursor: string; startedOver?: boolean | undefined }[] = [];
  let cursor = from;
  for (let n = 0; n < 200; n++) {
    const page = await changes(connection, cursor);
    pages.push({ ids: page.deliveries.map(({ externalId }) => externalId), ...page });
    cursor = page.cursor;
    if (!page.more) return pages;
  }
  throw new Error("the full sync has no end");
}
/** A mail on the border of two windows may be read in both. */
const idsOf = (pages: { ids: string[] }[]) => [...new Set(pages.flatMap(({ ids }) => ids))];

test("mail is read oldest first across all pages, whatever the order of Gmail's lists", async () => {
  const mails = kept(140, 5);
  mailboxOf(mails, 7);
  const pages = await readOn(null);
  expect(pages.length).toBeGreaterThan(3);
  expect(idsOf(pages)).toEqual(mails.map(({ id }) => id));
  expect(pages.at(-1)!.cursor).toBe("500");
});

test("what is older than 30 days is left where it is", async () => {
  mailboxOf([
    { id: "old", atMs: Date.now() - 31 * dayMs },
    { id: "new", atMs: Date.now() - 29 * dayMs },
  ]);
  expect(idsOf(await readOn(null))).toEqual(["new"]);
});

test("after a crash any page's cursor goes on from there, without a gap", async () => {
  const mails = kept(120, 1);
  mailboxOf(mails);
  const pages = await readOn(null);
  for (const [n, { cursor }] of pages.slice(0, -1).entries()) {
    const read = new Set([...idsOf(pages.slice(0, n + 1)), ...idsOf(await readOn(cursor))]);
    expect(read.size).toBe(120);
  }
});

test("a mail that is deleted while its window is read makes no gap behind it", async () => {
  const mails = kept(80, 0.1);
  mailboxOf(mails);
  const first = await changes(connection, null);
  expect(first.deliveries).toHaveLength(50);
  mailboxOf(mails.filter(({ id }) => id !== "m50"));
  expect(idsOf(await readOn(first.cursor))).toEqual(expect.arrayContaining(["m51", "m52", "m80"]));
});

test("an expired cursor starts over, from a historyId taken before the first list", async () => {
  mailboxOf(kept(3, 1));
  const pages = await readOn("7");
  expect([pages[0]!.startedOver, idsOf(pages), pages.at(-1)!.cursor]).toEqual([true, ["m1", "m2", "m3"], "500"]);
  const asked = google.asked.map(({ path }) => path.split("/").pop());
  expect(asked.indexOf("profile")).toBeLessThan(asked.indexOf("messages"));
});

test("large mails end a page early, and none is lost behind them", async () => {
  const mails = kept(10, 1).map((one) => ({ ...one, bytes: 9 * 1024 ** 2 }));
  mailboxOf(mails);
  const pages = await readOn(null);
  expect(idsOf(pages)).toEqual(mails.map(({ id }) => id));
  expect(Math.max(...pages.map(({ ids }) => ids.length))).toBeLessThanOrEqual(6);
});
