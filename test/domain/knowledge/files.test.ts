import { Readable } from "node:stream";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { noEvidence } from "../../../src/ai/evidence.ts";
import { searchKnowledge } from "../../../src/ai/tools/search-knowledge.ts";
import type { Grant } from "../../../src/ai/tools/tool.ts";
import {
  compareVersions,
  createArticle,
  createFileArticle,
  getArticle,
  listArticles,
  publishArticle,
  replaceArticleFile,
} from "../../../src/domain/knowledge/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { answerTo } from "../../../src/platform/documents/answer-to.ts";
import { testDatabase } from "../../support/database.ts";
import { aMember, aWorkspace } from "../../support/factories.ts";
import { aDocx, aPdf, aPdfBomb } from "../../support/some-documents.ts";

const bytesOf = (text: string, encoding: BufferEncoding = "utf8") => Buffer.from(text, encoding);

describe("what is in a file", () => {
  test("its text stands under its headings, a PDF’s under its pages, whatever kind it is", async () => {
    const said = async (bytes: Uint8Array, fileName: string) => {
      const answer = await answerTo({ bytes, fileName });
      return "document" in answer ? [answer.document.kind, answer.document.title, answer.document.body] : answer;
    };
    expect(await said(aPdf([["Trim the wick", "to 5 mm (always)."], [], ["# No heading"]]), "care.txt")).toEqual([
      ...["pdf", null, "## Page 1\n\nTrim the wick\nto 5 mm (always).\n\n## Page 3\n\nNo heading"],
    ]);
    const docx = aDocx(["# Care", "Trim the wick.", "# Shipping", "Two days."], { "word/media/a.png": bytesOf("x") });
    expect(await said(docx, "a.docx")).toEqual(["docx", null, "## Care\n\nTrim the wick.\n\n## Shipping\n\nTwo days."]);
    const html =
      "<!doctype html><html><head><title>Care</title></head><body><script>alert(1)</script><h2>Wicks</h2><p>Trim them.</p>";
    expect(await said(bytesOf(html), "care")).toMatchObject([
      "html",
      "Care",
      expect.stringMatching(/^## Wicks\s+Trim/),
    ]);
    expect(await said(bytesOf("# Pflege #\r\nGrüße", "latin1"), "a.md")).toEqual(["md", "Pflege", "# Pflege #\nGrüße"]);
    expect(await said(bytesOf("\ufeffPflege", "utf16le"), "a.txt")).toEqual(["txt", null, "Pflege"]);
  });

  test.each<[string, () => Uint8Array, RegExp]>([
    ["a PDF with a password", () => aPdf([["Trim the wick always"]], { locked: true }), /encrypted/],
    ["a PDF that was scanned", () => aPdf([[], []]), /only pictures/],
    ["a PDF that is cut off", () => aPdf([["Trim the wick always"]]).subarray(0, 60), /PDF is broken/],
    ["a PDF of many pages", () => aPdf(Array(501).fill(["x"])), /501 pages/],
    ["a document that is cut off", () => aDocx(["x"]).subarray(0, 400), /broken/],
    ["a document that unpacks to too much", () => aDocx(["x"], { "word/a.xml": new Uint8Array(41e6) }), /too large/],
    ["another archive", () => aDocx([], { "word/document.xml": new Uint8Array() }), /broken|not a Word|no text/],
    ["an old or locked document", () => bytesOf("d0cf11e0a1b11ae1", "hex"), /\.docx, without a password/],
    ["bytes that are no text", () => bytesOf("\0\x01\x02"), /none of the files/],
    ["blanks alone", () => bytesOf(" \n\t"), /no text/],
  ])("%s is refused with why", async (_, make, why) => {
    expect(await answerTo({ bytes: make(), fileName: "care.txt" })).toEqual({ trouble: expect.stringMatching(why) });
  });
});

describe("an article from a file", () => {
  let ctx: Context;
  beforeAll(async () => {
    ctx = await aMember(await aWorkspace(await testDatabase()), "admin");
  });
  const file = (bytes: Uint8Array, fileName = "Care of candles.pdf") => ({
    ...{ fileName, category: null, content: Readable.from([bytes]) },
  });
  const page = (text: string) => Array.from({ length: 30 }, (_, n) => `${text}, line ${n} of the leaflet.`);

  test("is found and cited by page once it is published, and replaced by a newer file after a look at what changes", async () => {
    const { id: articleId } = await createFileArticle(
      ctx,
      file(aPdf([page("Beeswax burns slowly"), page("Trim wicks")])),
    );
    expect(await getArticle(ctx, articleId)).toMatchObject({
      ...{ title: "Care of candles", fileName: "Care of candles.pdf", fileKind: "pdf", publishedVersion: null },
    });
    await publishArticle(ctx, { articleId });
    const evidence = noEvidence();
    const grant = { ctx, evidence, assurance: "anonymous", expiresAt: new Date(Date.now() + 600_000) } as Grant;
    const found = await searchKnowledge.call(grant, JSON.stringify({ question: "how do i trim wicks" }));
    expect(found.output).toMatchObject({ articles: [{ heading: "Page 2", source: "file Care of candles.pdf" }] });
    expect([...evidence.sources.values()].flat()).toMatchObject([
      { kind: "article", label: "Care of candles, Page 2" },
    ]);
    const newer = aPdf([page("Beeswax burns slowly"), [...page("Trim wicks"), "Never leave it alone."]]);
    const replace = (isPreview: boolean, version?: number) =>
      replaceArticleFile(ctx, { articleId, isPreview, version, ...file(newer, "Care 2.pdf") });
    const { lines } = await replace(true);
    expect(lines.filter(({ kind }) => kind !== "same")).toEqual([{ kind: "added", text: "Never leave it alone." }]);
    expect(await getArticle(ctx, articleId)).toMatchObject({ version: 1, fileName: "Care of candles.pdf" });
    await expect(replace(false, 7)).rejects.toMatchObject({ details: { reason: "changed_meanwhile" } });
    const { article } = await replace(false, 1);
    expect(article).toMatchObject({
      version: 2,
      publishedVersion: 1,
      fileName: "Care 2.pdf",
      title: "Care of candles",
    });
    expect(await compareVersions(ctx, { articleId })).toMatchObject({ from: 1, to: 2 });
  });

  test("nothing is kept of what cannot be read, takes too much or is too long, and only of files a file takes the place", async () => {
    const before = await listArticles(ctx, { archived: false, limit: 10 });
    const refused = async (bytes: Uint8Array) =>
      createFileArticle(ctx, file(bytes)).catch((error: { message: string }) => error.message);
    expect(await refused(aPdf([[]]))).toMatch(/only pictures/);
    expect(await refused(aPdfBomb(400_000_000))).toMatch(/too (?:much memory|long)/);
    expect(await refused(bytesOf("x".repeat(200_001)))).toMatch(/200,001 characters/);
    expect(await refused(new Uint8Array(10_000_001))).toMatch(/at most 10 MB/);
    expect(await listArticles(ctx, { archived: false, limit: 10 })).toEqual(before);
    const wording = { title: "Lids", body: "Bamboo.", category: null, language: null, questions: [] };
    const { id: articleId } = await createArticle(ctx, wording);
    const change = { articleId, isPreview: false, ...file(bytesOf("Oak.")) };
    await expect(replaceArticleFile(ctx, change)).rejects.toMatchObject({ details: { reason: "no_file" } });
  });
});
