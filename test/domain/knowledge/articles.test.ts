import { beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "drizzle-orm";
import { inTransaction, listEvents } from "../../../src/domain/events/index.ts";
import {
  archiveArticle,
  createArticle,
  getArticle,
  keepMeanings,
  listArticleVersions,
  publishArticle,
  restoreArticle,
  searchKnowledge,
  unpublishArticle,
  updateArticle,
} from "../../../src/domain/knowledge/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aMember, aWorkspace } from "../../support/factories.ts";

let db: Database;
let ctx: Context;
beforeAll(async () => {
  db = await testDatabase();
  ctx = await aWorkspace(db);
});

const article = (title: string, body: string, more: { language?: string; questions?: string[] } = {}) => ({
  ...{ title, body, category: null, language: more.language ?? "en", questions: more.questions ?? [] },
});

async function published(at: Context, ...[title, body, more]: Parameters<typeof article>): Promise<string> {
  const { id } = await createArticle(at, article(title, body, more));
  await publishArticle(at, { articleId: id });
  return id;
}

async function found(at: Context, question: string): Promise<string[]> {
  return (await searchKnowledge(at, { question, limit: 5 })).map(({ title }) => title);
}

describe("what is found", () => {
  let shop: Context;
  beforeAll(async () => {
    shop = await aWorkspace(db);
    await published(
      shop,
      "Returns",
      "You can send anything unused back within 30 days. The money comes back in five days.",
    );
    await published(shop, "Shipping abroad", "We ship to Norway, Denmark and Finland. It takes four days.", {
      questions: ["do you deliver to oslo?"],
    });
    await published(shop, "Kerzen pflegen", "Schneiden Sie den Docht vor jedem Anzünden.", { language: "de" });
    await published(shop, "サイズ", "指輪のサイズは12号から選べます。", { language: "ja" });
  });

  test("any word of a question leads to the article: none has to stand in it", async () => {
    expect((await found(shop, "hello, i bought something and wonder if sending it back is possible"))[0]).toBe(
      "Returns",
    );
    expect(await found(shop, "zzz qqq")).toEqual([]);
    expect(await found(shop, " … ?! ")).toEqual([]);
  });

  test("the commonest words of its language lead nowhere, though few articles have them", async () => {
    const other = await aWorkspace(db);
    await published(other, "My story", "I was in my kitchen when it was new, and did what I could do for my friends.");
    await published(other, "Parcels", "A parcel that goes missing is sent again.");
    expect(await found(other, "what do i do when my parcel was lost")).toEqual(["Parcels"]);
    expect(await found(other, "what is it?")).toEqual(["My story", "Parcels"]);
  });

  test("in shoppers' own words, mistyped, in other languages and scripts", async () => {
    expect((await found(shop, "oslo?"))[0]).toBe("Shipping abroad");
    expect((await found(shop, "do you shipp to norwey"))[0]).toBe("Shipping abroad");
    expect((await found(shop, "docht geschnitten?"))[0]).toBe("Kerzen pflegen");
    expect((await found(shop, "指輪のサイズ"))[0]).toBe("サイズ");
  });

  test("a huge question, and one that looks like SQL or a search operator, are only words", async () => {
    expect((await found(shop, `${"norway ".repeat(5000)}'; drop table articles; -- & | ! :*`))[0]).toBe(
      "Shipping abroad",
    );
  });

  test("the passage tells where it stands and how much of the question it speaks of", async () => {
    const long = Array.from({ length: 90 }, (_, n) => `## Part ${n}\n\nAbout subject${n}.`).join("\n\n");
    await published(shop, "Everything", `${long}\n\n## Wax\n\nSoy wax melts at 50 degrees.`);
    const [best] = await searchKnowledge(shop, { question: "when does soy wax melt", limit: 1 });
    expect(best).toMatchObject({ title: "Everything", heading: "Wax", text: "Soy wax melts at 50 degrees." });
    expect(best!.coverage).toBeGreaterThan(0.5);
  });

  test("by what it means to a model, whose words it shares none of; English titles are learnt as questions", async () => {
    const learnt: string[] = [];
    const about = (text: string) =>
      Float32Array.from([/refund|dough/.test(text) ? 1 : 0, /candle|docht/i.test(text) ? 1 : 0, 0.1]);
    const embed = (model: string) => ({
      model,
      embed: async (texts: readonly string[]) => {
        learnt.push(...texts);
        return texts.map(about);
      },
    });
    const other = await aWorkspace(db);
    await published(other, "Refunds", "We refund within five days.");
    await published(other, "Candle care", "Trim it before you light it.");
    await published(other, "Docht kürzen", "Schneiden Sie ihn vor jedem Anzünden.", { language: "de" });
    expect(await keepMeanings(other, embed("one"))).toBe(3);
    expect(await keepMeanings(other, embed("one"))).toBe(0);
    expect(learnt).toEqual(expect.arrayContaining(["how do I refunds?", "how do I candle care?", "Docht kürzen"]));
    const question = "give my dough back";
    const ask = (model: string) =>
      searchKnowledge(other, { question, limit: 5, meaning: { model, vector: about(question) } });
    expect((await ask("one"))[0]).toMatchObject({ title: "Refunds", scores: { words: 0 } });
    // What another model made of it says nothing about what this one did.
    expect(await ask("another")).toEqual([]);
  });

  test("another shop's articles do not exist", async () => {
    const other = await aWorkspace(db);
    expect(await found(other, "returns shipping norway")).toEqual([]);
  });
});

describe("versions", () => {
  test("what is saved is seen by nobody outside before it is published, and an older version can come back", async () => {
    const { id: articleId } = await createArticle(ctx, article("Gift wrap", "Gift wrap costs 5 euros."));
    expect(await found(ctx, "gift wrap")).toEqual([]);
    await publishArticle(ctx, { articleId });
    await updateArticle(ctx, { articleId, title: "Wrapping", body: "Wrapping is free." });
    expect(await found(ctx, "gift wrap")).toEqual(["Gift wrap"]);
    const row = await publishArticle(ctx, { articleId });
    expect(row).toMatchObject({ version: 2, publishedVersion: 2 });
    expect(await found(ctx, "wrapping")).toEqual(["Wrapping"]);
    expect(await found(ctx, "euros")).toEqual([]);
    await publishArticle(ctx, { articleId, version: 1 });
    expect(await found(ctx, "euros")).toEqual(["Gift wrap"]);
    expect((await listArticleVersions(ctx, articleId)).map(({ version }) => version)).toEqual([2, 1]);
    await expect(publishArticle(ctx, { articleId, version: 9 })).rejects.toMatchObject({ code: "not_found" });
    await archiveArticle(ctx, { articleId });
    expect(await found(ctx, "euros")).toEqual([]);
    await expect(publishArticle(ctx, { articleId })).rejects.toMatchObject({ details: { reason: "archived" } });
    await restoreArticle(ctx, { articleId });
    expect(await getArticle(ctx, articleId)).toMatchObject({ archivedAt: null, publishedVersion: null });
  });

  test("of two people who change the same version, one is told; nothing is announced twice", async () => {
    const { id: articleId } = await createArticle(ctx, article("Sizes", "S to XL."));
    const change = (body: string) => updateArticle(ctx, { articleId, body, version: 1 });
    const outcomes = await Promise.allSettled([change("S to XXL."), change("XS to XL.")]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const { body } = await getArticle(ctx, articleId);
    await updateArticle(ctx, { articleId, body });
    await publishArticle(ctx, { articleId });
    await publishArticle(ctx, { articleId });
    const { events } = await listEvents(ctx, { after: 0, limit: 500 });
    const names = events
      .filter(({ data }) => "articleId" in data && data.articleId === articleId)
      .map(({ name }) => name);
    expect(names).toEqual(["article.created", "article.updated", "article.published"]);
  });

  test("published by many at once, in any order, the index counts what is there and no more", async () => {
    const shop = await aWorkspace(db);
    const ids = await Promise.all(
      Array.from({ length: 6 }, (_, n) => published(shop, `Candle ${n}`, `Candle wax wick scent${n}`)),
    );
    await Promise.all(ids.slice(0, 3).map((articleId) => unpublishArticle(shop, { articleId })));
    const count = await inTransaction(shop, (tx) =>
      tx.q.execute(sql`
        select i.chunks, i.length, (select count(*)::int from article_chunks) as real,
          (select sum(length)::int from article_chunks) as words,
          (select chunks from knowledge_terms where term = 'candl') as candles,
          (select count(*)::int from knowledge_postings where term = 'candl') as postings
        from knowledge_indexes i`),
    );
    expect([...count]).toEqual([{ chunks: 3, length: 24, real: 3, words: 24, candles: 3, postings: 3 }]);
  });

  test.each([
    ["title", { title: " " }],
    ["body", { body: "a\0b" }],
    ["body", { body: "x".repeat(200_001) }],
    ["language", { language: "no such tongue" }],
    ["questions", { questions: Array.from({ length: 51 }, (_, n) => `${n}?`) }],
  ])("says which field cannot be saved: %s", async (field, wrong) => {
    const given = { ...article("Title", "Body"), ...wrong };
    await expect(createArticle(ctx, given)).rejects.toMatchObject({ code: "invalid_input", details: { field } });
  });

  test("an agent reads and does not write", async () => {
    const agent = await aMember(ctx, "agent");
    await expect(createArticle(agent, article("A", "B"))).rejects.toMatchObject({ code: "forbidden" });
    await searchKnowledge(agent, { question: "anything", limit: 5 });
  });
});
