import { type ReadDocument, readDocument } from "../../platform/documents/read-document.ts";
import { AppError } from "../../platform/errors.ts";
import { cleanFileName } from "../../platform/file-name.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { createArticle } from "./create-article.ts";
import { type DiffLine, lineDiff } from "./line-diff.ts";
import { getArticle, isArticle, lockArticle } from "./queries.ts";
import { longest } from "./rules.ts";
import { type Article, articles } from "./tables.ts";
import { updateArticle } from "./update-article.ts";

const mostFileBytes = 10_000_000;

interface GivenFile {
  fileName: string;
  content: AsyncIterable<Uint8Array>;
}

/**
 * Keeps the text of a TXT, Markdown, HTML, DOCX or PDF file as an article, under the headings or pages of the file. What it
 * says is published by a person. Nothing is kept of a file that cannot be read.
 * @throws AppError("invalid_input") with `details.reason` "unreadable_file" or "file_too_large".
 */
export async function createFileArticle(
  ctx: Context,
  given: GivenFile & { title?: string | undefined; category: string | null },
): Promise<Article> {
  allow(ctx, "knowledge:manage");
  const fileName = nameOf(given.fileName);
  const { kind, title, body } = await read(given.content, fileName);
  const called = given.title ?? (title?.trim() || fileName.replace(/\.\w{1,8}$/, "") || fileName);
  return inTransaction(ctx, async (tx) => {
    const wording = { title: called.slice(0, longest.title), body, category: given.category };
    const { id } = await createArticle(tx, { ...wording, language: null, questions: [] });
    const [row] = await tx.q.update(articles).set({ fileName, fileKind: kind }).where(isArticle(tx, id)).returning();
    return row!;
  });
}

export interface FileReplacement {
  article: Article;
  /** What is other than in the newest version before. */
  lines: DiffLine[];
}

/**
 * Puts the text of another file in place of an article's, as its newest version; what is published stays until that is.
 * @param input.isPreview say what would change, and change nothing.
 * @param input.version the one the person has seen.
 * @throws NotFound
 * @throws AppError("invalid_input") with `details.reason` "unreadable_file" or "file_too_large".
 * @throws AppError("conflict") for an article that is from no file (`details.reason` "no_file"), and when somebody changed
 * it meanwhile ("changed_meanwhile").
 */
export async function replaceArticleFile(
  ctx: Context,
  given: GivenFile & { articleId: string; isPreview: boolean; version?: number | undefined },
): Promise<FileReplacement> {
  allow(ctx, "knowledge:manage");
  const { articleId, version } = given;
  refuseNoFile(await getArticle(ctx, articleId));
  const fileName = nameOf(given.fileName);
  const { kind, body } = await read(given.content, fileName);
  if (given.isPreview) {
    const article = await getArticle(ctx, articleId);
    return { article, lines: lineDiff(article.body, body) };
  }
  return inTransaction(ctx, async (tx) => {
    const before = await lockArticle(tx, articleId);
    await updateArticle(tx, { articleId, body, ...(version !== undefined && { version }) });
    const [article] = await tx.q
      .update(articles)
      .set({ fileName, fileKind: kind })
      .where(isArticle(tx, articleId))
      .returning();
    return { article: article!, lines: lineDiff(before.body, body) };
  });
}

function refuseNoFile({ fileName }: Article): void {
  if (fileName !== null) return;
  throw new AppError("conflict", "This article was not read from a file", { details: { reason: "no_file" } });
}

function nameOf(given: string): string {
  return cleanFileName(given) || "file";
}

async function read(content: AsyncIterable<Uint8Array>, fileName: string): Promise<ReadDocument> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of content) {
    size += part.byteLength;
    if (size > mostFileBytes) {
      throw new AppError("invalid_input", `A file has at most ${mostFileBytes / 1_000_000} MB`, {
        details: { reason: "file_too_large", maxBytes: mostFileBytes },
      });
    }
    parts.push(part);
  }
  if (size === 0) throw new AppError("invalid_input", "The file is empty", { details: { reason: "unreadable_file" } });
  const document = await readDocument(Buffer.concat(parts), { fileName });
  if (document.body.length <= longest.body) return document;
  const most = longest.body.toLocaleString("en");
  const has = document.body.length.toLocaleString("en");
  throw new AppError("invalid_input", `This file has ${has} characters of text; at most ${most} are kept. Split it`, {
    details: { reason: "file_too_large", maxCharacters: longest.body },
  });
}
