import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  discardDraft,
  finishRun,
  recordRunStep,
  scheduleRun,
  startRun,
  writeDraft,
} from "../../../src/domain/automation/index.ts";
import { listConversations, listMessages, reply } from "../../../src/domain/conversations/index.ts";
import {
  createArticle,
  createPageArticle,
  getArticle,
  listArticleVersions,
  listGaps,
  publishArticle,
} from "../../../src/domain/knowledge/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { readPage } from "../../../src/inbound/read-page.ts";
import type { Database } from "../../../src/platform/db.ts";
import { createFetch, type Fetch } from "../../../src/platform/http-client.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

let db: Database;
let ctx: Context;
beforeAll(async () => {
  db = await testDatabase();
  ctx = await aWorkspace(db);
});

describe("gaps", () => {
  test("what the agent found nothing for is listed once, most often asked first, until an article answers it", async () => {
    const { id: connectionId } = await aConnection(ctx);
    const { workspaceId } = ctx;
    await receive(
      db,
      [1, 2, 3].map(() => aMessage({ workspaceId, connectionId })),
    );
    const conversations = await listConversations(ctx, { folder: "open", limit: 3 });
    const asked = ["is the lid made of bamboo?", "is the lid made from bamboo", "do you engrave names"];
    for (const [n, { id: conversationId }] of conversations.entries()) await search(conversationId, asked[n]!);
    const gaps = await listGaps(ctx, { limit: 10 });
    expect(gaps.map(({ question, count }) => [question, count])).toEqual([
      ["is the lid made of bamboo?", 2],
      ["do you engrave names", 1],
    ]);
    const wording = {
      title: "Lids",
      body: "The lid is made of bamboo.",
      category: null,
      language: "en",
      questions: [],
    };
    const { id: articleId } = await createArticle(ctx, wording);
    await publishArticle(ctx, { articleId });
    expect((await listGaps(ctx, { limit: 10 })).map(({ question }) => question)).toEqual(["do you engrave names"]);
    const other = await aWorkspace(db);
    expect(await listGaps(other, { limit: 10 })).toEqual([]);
  });

  test("so is what the agent was unsure of, and what a person threw its draft away for or wrote anew", async () => {
    const shop = await aWorkspace(db);
    const { id: connectionId } = await aConnection(shop);
    const sure = ["do you ship to norway", "is the wax from bees", "how long does it burn"];
    const missing = ["can the jar go into the oven", "may i burn it in a tent", "is your shop closed on mondays"];
    const written = [...missing, ...sure, "i want to speak to a person"];
    const mails = written.map((text) => aMessage({ workspaceId: shop.workspaceId, connectionId }, { text }));
    for (const mail of mails) await receive(db, [mail]);
    const ends = {
      "can the jar": { status: "handed_over", handOverReason: "low_confidence" },
      "may i burn": { status: "drafted", confidence: "low" },
      "i want to": { status: "handed_over", handOverReason: "asked_for_person" },
    } as const;
    const ada = await aMember(shop);
    const draft = "It burns for forty hours, and longer if you trim the wick.";
    for (const { id: conversationId, lastMessagePreview } of await listConversations(shop, {
      folder: "open",
      limit: 10,
    })) {
      const waiting = await scheduleRun(shop, { conversationId, delayMs: 0 });
      await startRun(shop, { runId: waiting!.id, model: "test" });
      const [, end] = Object.entries(ends).find(([words]) => lastMessagePreview.startsWith(words)) ?? [];
      if (end) {
        await finishRun(shop, { runId: waiting!.id, reason: null, ...end });
        continue;
      }
      const lastSeenMessageId = (await listMessages(ada, { conversationId, limit: 1 }))[0]!.id;
      const input = { conversationId, runId: waiting!.id, body: draft, sources: [], lastSeenMessageId };
      const { id: draftId } = await writeDraft(shop, input);
      const send = (body: string) => reply(ada, { conversationId, body, lastSeenMessageId, draftId });
      if (lastMessagePreview.startsWith("do you ship")) await discardDraft(ada, { conversationId });
      else if (lastMessagePreview.startsWith("is your shop")) await send("No, on Sundays.");
      else if (lastMessagePreview.startsWith("is the wax")) await send(`${draft} Kind regards, Ada`);
    }
    const gaps = await listGaps(shop, { limit: 10 });
    expect(gaps.map(({ question }) => question).toSorted()).toEqual([...missing, sure[0]].toSorted());
  });

  async function search(conversationId: string, question: string): Promise<void> {
    const waiting = await scheduleRun(ctx, { conversationId, delayMs: 0 });
    const run = await startRun(ctx, { runId: waiting!.id, model: "test" });
    await recordRunStep(ctx, {
      ...{ runId: run!.id, kind: "tool", name: "search_knowledge", request: JSON.stringify({ question }) },
      ...{ response: { articles: [] }, inputTokens: 0, outputTokens: 0, costMicros: 0, durationMs: 1, error: null },
    });
  }
});

describe("articles from web pages", () => {
  let server: Server;
  let fetch: Fetch;
  let origin: string;
  let answer = { status: 200, type: "text/html; charset=utf-8", body: "" };
  beforeAll(async () => {
    server = createServer((_, response) =>
      response.writeHead(answer.status, { "content-type": answer.type }).end(answer.body),
    );
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    const guarded = createFetch({ allowedOrigins: [origin] });
    // The article names a public address; its page is served here.
    fetch = (input, init) => guarded(String(input).replace("https://shop.example", origin), init);
  });
  afterAll(() => void server.close());

  const page = (text: string) => `<!doctype html><html lang="en"><head><title>Shipping</title></head><body>
    <nav><a href="/">Home</a><a href="/cart">Cart</a></nav>
    <article><h1>Shipping</h1><p>${text}</p><h2>Costs</h2><p>${"It costs 5.90 EUR within Europe. ".repeat(8)}</p>
    <script>alert(1)</script></article><footer>© Shop</footer></body></html>`;
  const words = "We send parcels to Norway, Sweden and Finland every working day. ".repeat(6).trim();

  async function anArticle(): Promise<string> {
    return (await createPageArticle(ctx, { url: "https://shop.example/pages/shipping#top", category: null })).id;
  }

  test("what a person reads there becomes a version, once, and nobody sees it before it is published", async () => {
    const articleId = await anArticle();
    answer = { status: 200, type: "text/html; charset=utf-8", body: page(words) };
    await readPage(ctx, { articleId }, { fetch });
    await readPage(ctx, { articleId }, { fetch });
    const article = await getArticle(ctx, articleId);
    expect(article).toMatchObject({ title: "Shipping", language: "en", version: 2, publishedVersion: null });
    expect(article.sourceUrl).toBe("https://shop.example/pages/shipping");
    expect(article.body).toContain(words);
    expect(article.body).toContain("## Costs");
    expect(article.body).not.toMatch(/alert|Cart|<p>/);
    answer.body = page(`${words} Denmark too.`);
    await readPage(ctx, { articleId }, { fetch });
    expect((await listArticleVersions(ctx, articleId)).map(({ version }) => version)).toEqual([3, 2, 1]);
  });

  test("a page that is gone, no page, or empty says why on the article, and what was read stays", async () => {
    const articleId = await anArticle();
    for (const [wrong, reason] of [
      [{ status: 404, type: "text/html", body: "" }, /404/],
      [{ status: 200, type: "application/pdf", body: "%PDF" }, /not a web page/],
      [{ status: 200, type: "text/html", body: "<html><body></body></html>" }, /no text/],
    ] as const) {
      answer = { ...wrong };
      await readPage(ctx, { articleId }, { fetch });
      expect((await getArticle(ctx, articleId)).pageFailure).toMatch(reason);
    }
    answer = { status: 503, type: "text/html", body: "" };
    await expect(readPage(ctx, { articleId }, { fetch })).rejects.toMatchObject({ code: "provider_unavailable" });
    await readPage(ctx, { articleId }, { fetch, isLastTry: true });
    expect((await getArticle(ctx, articleId)).pageFailure).toMatch(/503/);
  });

  test("an address inside the shop's or our own network is refused, however it is written", async () => {
    for (const url of ["http://shop.example/", "https://a:b@shop.example/", "file:///etc/passwd", "shipping"]) {
      await expect(createPageArticle(ctx, { url, category: null })).rejects.toMatchObject({
        details: { field: "url" },
      });
    }
    for (const url of ["https://127.0.0.1/", "https://[::1]/", "https://0x7f.1/", "https://169.254.169.254/latest/"]) {
      const { id: articleId } = await createPageArticle(ctx, { url, category: null });
      await readPage(ctx, { articleId });
      const { pageFailure, body } = await getArticle(ctx, articleId);
      expect([pageFailure === null, body]).toEqual([false, ""]);
    }
  });
});
