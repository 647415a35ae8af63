import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { changes } from "../../../src/integrations/gmail/pull.ts";
import { ConnectionBroken, ProviderUnavailable } from "../../../src/platform/errors.ts";
import { type Answer, type Loopback, startLoopback } from "../loopback.ts";
import { answerGmail, apiError, connection, mail, pointGmailAt, rawMessage } from "./mailbox.ts";

let google: Loopback;
beforeAll(async () => {
  google = await startLoopback();
  pointGmailAt(google.url);
});
afterAll(() => google.close());

const message = (id: string, extra = {}) => rawMessage(id, mail(["From: a@b.example", `Subject: ${id}`]), extra);
const added = (recordId: string, ...ids: string[]) => ({
  id: recordId,
  messagesAdded: ids.map((id) => ({ message: { id, threadId: `t-${id}`, labelIds: ["INBOX"] } })),
});
const get = (path: string): Answer => ({ json: message(path.replace("messages/", "")) });

describe("history", () => {
  test("between pages the cursor is the last record of the page, at the end the mailbox's own", async () => {
    answerGmail(google, (path, { query }) => {
      if (path !== "history") return get(path);
      const first = query.get("startHistoryId") === "9007199254740993";
      return first
        ? {
            json: {
              history: [added("9007199254740995", "m1"), added("9007199254740997", "m2")],
              historyId: "9007199254741999",
              nextPageToken: "p2",
            },
          }
        : { json: { history: [added("9007199254740999", "m3")], historyId: "9007199254741999" } };
    });
    const first = await changes(connection, "9007199254740993");
    expect(first).toMatchObject({ cursor: "9007199254740997", more: true });
    expect(first.deliveries.map(({ externalId }) => externalId)).toEqual(["m1", "m2"]);
    const second = await changes(connection, first.cursor);
    expect(second).toMatchObject({ cursor: "9007199254741999", more: false });
    expect(second.deliveries.map(({ externalId, orderingKey }) => [externalId, orderingKey])).toEqual([["m3", "t-m3"]]);
  });

  test("an empty page followed by another is not the end, and the cursor never goes back", async () => {
    answerGmail(google, (path, { query }) => {
      if (path !== "history") return get(path);
      if (!query.get("pageToken")) return { json: { historyId: "90", nextPageToken: "p2" } };
      return { json: { history: [added("80", "m1")], historyId: "90" } };
    });
    expect(await changes(connection, "100")).toMatchObject({
      cursor: "100",
      more: false,
      deliveries: [{ externalId: "m1" }],
    });
  });

  test("drafts, spam, bin and chats are left out; mail rescued from spam comes in; each message once", async () => {
    const labelled = (id: string, ...labelIds: string[]) => ({
      id: "5",
      messagesAdded: [{ message: { id, labelIds } }],
    });
    answerGmail(google, (path) => {
      if (path === "messages/late") return { json: message("late", { labelIds: ["TRASH"] }) };
      if (path !== "history") return get(path);
      const history = [
        labelled("draft", "DRAFT"),
        labelled("spam", "SPAM"),
        labelled("bin", "TRASH", "INBOX"),
        labelled("chat", "CHAT"),
        added("6", "m1", "late"),
        added("7", "m1"),
        { id: "8", labelsAdded: [{ message: { id: "rescued", labelIds: ["INBOX"] }, labelIds: ["INBOX"] }] },
        { id: "9", labelsAdded: [{ message: { id: "starred", labelIds: ["INBOX"] }, labelIds: ["STARRED"] }] },
      ];
      return { json: { history, historyId: "10" } };
    });
    const { deliveries } = await changes(connection, "1");
    expect(deliveries.map(({ externalId }) => externalId).sort()).toEqual(["m1", "rescued"]);
    expect(google.asked.filter(({ path }) => path.endsWith("/messages/m1"))).toHaveLength(1);
  });

  test("a message deleted since it was listed is left out, the rest comes oldest first", async () => {
    answerGmail(google, (path) => {
      if (path === "history") return { json: { history: [added("2", "new", "gone", "old")], historyId: "3" } };
      if (path === "messages/gone") return apiError(404, "notFound");
      return { json: message(path.slice(9), { internalDate: path.endsWith("old") ? "1000" : "2000" }) };
    });
    const { deliveries } = await changes(connection, "1");
    expect(deliveries.map(({ externalId }) => externalId)).toEqual(["old", "new"]);
  });
});

describe("large mail", () => {
  test("mail above 20 MB is stored by its headers alone", async () => {
    answerGmail(google, (path, { query }) => {
      if (path === "history") return { json: { history: [added("2", "big")], historyId: "3" } };
      const sizeEstimate = 31 * 1024 * 1024;
      if (query.get("format") === "raw") return { json: message("big", { sizeEstimate }) };
      const headers = [{ name: "Subject", value: "Photos" }];
      return {
        json: { ...message("big", { sizeEstimate, raw: undefined }), snippet: "See attached", payload: { headers } },
      };
    });
    const { deliveries } = await changes(connection, "1");
    expect(deliveries[0]?.payload).toEqual({
      id: "big",
      threadId: "t-big",
      labelIds: ["INBOX"],
      internalDate: "1700000000000",
      sizeEstimate: 31 * 1024 * 1024,
      snippet: "See attached",
      headers: [{ name: "Subject", value: "Photos" }],
    });
  });

  test("an answer longer than 20 MB of mail is not read to its end", async () => {
    answerGmail(google, (path, { query }) => {
      if (path === "history") return { json: { history: [added("2", "big")], historyId: "3" } };
      if (query.get("format") === "raw") return { json: message("big", { raw: "A".repeat(30 * 1024 * 1024) }) };
      return { json: message("big", { raw: undefined, snippet: "See attached" }) };
    });
    expect((await changes(connection, "1")).deliveries[0]?.payload).toMatchObject({
      snippet: "See attached",
      headers: [],
    });
  });
});

describe("a page of large mails", () => {
  test("ends at the record that fills it; the next one goes on behind that", async () => {
    const records = Array.from({ length: 9 }, (_, n) => added(String(11 + n), `big${n}`));
    answerGmail(google, (path, { query }) => {
      if (path !== "history") return { json: message(path.slice(9), { raw: "A".repeat(12 * 1024 * 1024) }) };
      const start = Number(query.get("startHistoryId"));
      return { json: { history: records.filter(({ id }) => Number(id) > start), historyId: "99" } };
    });
    const read: string[] = [];
    let page = await changes(connection, "10");
    for (; page.more; page = await changes(connection, page.cursor)) {
      expect(page.deliveries.length).toBeLessThan(9);
      read.push(...page.deliveries.map(({ externalId }) => externalId));
    }
    read.push(...page.deliveries.map(({ externalId }) => externalId));
    expect([page.cursor, read]).toEqual(["99", records.map((_, n) => `big${n}`)]);
  });
});

describe("failures", () => {
  const failWith = async (answer: Answer) => {
    answerGmail(google, () => answer);
    return changes(connection, "1").then(
      () => null,
      (error: unknown) => error,
    );
  };

  test.each<[string, Answer, number | undefined]>([
    [
      "429 with Retry-After",
      { ...(apiError(429, "rateLimitExceeded") as object), headers: { "retry-after": "7" } },
      7_000,
    ],
    ["403 rateLimitExceeded", apiError(403, "rateLimitExceeded"), undefined],
    ["403 userRateLimitExceeded", apiError(403, "userRateLimitExceeded"), undefined],
    ["500", apiError(500, "backendError"), undefined],
    ["503", { status: 503 }, undefined],
    ["a cut connection", "cut", undefined],
  ])("%s: the same call may succeed later", async (_name, answer, retryAfterMs) => {
    const error = await failWith(answer);
    expect(error).toBeInstanceOf(ProviderUnavailable);
    expect(error).toMatchObject({ outcomeUnknown: false, retryAfterMs });
  });

  test("Gmail's own moment to come back is understood", async () => {
    const message = `User-rate limit exceeded.  Retry after ${new Date(Date.now() + 60_000).toISOString()}`;
    expect(await failWith(apiError(429, "rateLimitExceeded", message))).toMatchObject({ code: "provider_unavailable" });
    const { retryAfterMs } = (await failWith(apiError(429, "rateLimitExceeded", message))) as ProviderUnavailable;
    expect(retryAfterMs).toBeGreaterThan(50_000);
  });

  test.each<[string, Answer]>([
    ["401", apiError(401, "authError")],
    ["a scope that was taken away", apiError(403, "insufficientPermissions")],
  ])("%s: the connection is broken", async (_name, answer) => {
    expect(await failWith(answer)).toBeInstanceOf(ConnectionBroken);
  });

  test("an access token refused before its time is replaced, once", async () => {
    let calls = 0;
    answerGmail(google, () => (calls++ === 0 ? apiError(401, "authError") : { json: { historyId: "9" } }));
    expect(await changes(connection, "1")).toMatchObject({ cursor: "9" });
    expect(google.asked.map(({ path }) => path.split("/").pop())).toEqual(["history", "token", "history"]);
  });

  test("a revoked grant, and one that was never there, break the connection", async () => {
    google.answer = () => ({
      status: 400,
      json: { error: "invalid_grant", error_description: "Token has been revoked." },
    });
    await expect(changes({ ...connection, credentials: { refreshToken: "revoked" } }, "1")).rejects.toThrow(
      ConnectionBroken,
    );
    await expect(changes({ ...connection, credentials: {} }, "1")).rejects.toThrow(ConnectionBroken);
  });

  test("a domain policy is a refusal, not a reason to try again", async () => {
    expect(await failWith(apiError(403, "domainPolicy"))).toMatchObject({ code: "provider_rejected", status: 403 });
  });
});
