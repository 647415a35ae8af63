import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  compareVersions,
  createArticle,
  listCategories,
  publishArticle,
  searchKnowledge,
  updateArticle,
} from "../../../src/domain/knowledge/index.ts";
import { lineDiff } from "../../../src/domain/knowledge/line-diff.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { testDatabase } from "../../support/database.ts";
import { aWorkspace } from "../../support/factories.ts";

let ctx: Context;
beforeAll(async () => {
  ctx = await aWorkspace(await testDatabase());
});

const wording = (title: string, body: string, language: string | null, category: string | null = null) => ({
  ...{ title, body, language, category, questions: [] },
});

async function published(...given: Parameters<typeof wording>): Promise<string> {
  const { id } = await createArticle(ctx, wording(...given));
  await publishArticle(ctx, { articleId: id });
  return id;
}

describe("what publishing would change", () => {
  test.each([
    ["", "a", "+a"],
    ["a\nb\nc", "a\nc", " a-b c"],
    ["a\nb\nc", "a\nx\nb\nc\nd", " a+x b c+d"],
    ["a\nb", "c\nd", "-a-b+c+d"],
    ["a", "a", " a"],
  ])("%j to %j", (older, newer, said) => {
    const signs = { same: " ", added: "+", removed: "-" };
    expect(
      lineDiff(older, newer)
        .map(({ kind, text }) => signs[kind] + text)
        .join(""),
    ).toBe(said);
  });

  test("texts of thousands of lines are compared too, without counting every pair", () => {
    const [older, newer] = ["a", "b"].map((sign) => Array.from({ length: 3000 }, (_, n) => `${sign}${n}`).join("\n"));
    const lines = lineDiff(`begin\n${older}\nend`, `begin\n${newer}\nend`);
    expect(lines.filter(({ kind }) => kind === "same").map(({ text }) => text)).toEqual(["begin", "end"]);
    expect(lines).toHaveLength(6002);
  });

  test("is what shoppers see against the newest version, or any two versions", async () => {
    const { id: articleId } = await createArticle(ctx, wording("Care", "Wash cold.", "en"));
    expect(await compareVersions(ctx, { articleId })).toMatchObject({ from: 0, to: 1, lines: [{ kind: "added" }] });
    await publishArticle(ctx, { articleId });
    await updateArticle(ctx, { articleId, title: "Washing", body: "Wash cold.\nDo not iron." });
    expect(await compareVersions(ctx, { articleId })).toEqual({
      ...{ from: 1, to: 2, fromTitle: "Care", toTitle: "Washing" },
      lines: [
        { kind: "same", text: "Wash cold." },
        { kind: "added", text: "Do not iron." },
      ],
    });
    expect(await compareVersions(ctx, { articleId, from: 2, to: 1 })).toMatchObject({ toTitle: "Care" });
    await expect(compareVersions(ctx, { articleId, from: 7 })).rejects.toMatchObject({ code: "not_found" });
  });
});

test("the language of the question comes first, and another one where there is nothing better", async () => {
  await published("DHL Express", "DHL Express", "en", "Ordering");
  const german = await published("DHL Express", "DHL Express kostet 9 Euro.", "de-AT", "Ordering");
  const swedish = await published("Storlekar", "Ringar finns i storlek 54.", "sv");
  const best = async (question: string) => (await searchKnowledge(ctx, { question, limit: 1 }))[0];
  expect(await best("was ist denn der DHL Express")).toMatchObject({
    articleId: german,
    sourceUrl: null,
  });
  expect(await best("dhl express")).toMatchObject({ language: "en" });
  expect(await best("what is storlekar in the ringar")).toMatchObject({ articleId: swedish });
  expect(await listCategories(ctx)).toEqual([{ name: "Ordering", articles: 2, published: 2 }]);
});
