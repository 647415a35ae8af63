import { z } from "zod";
import { type Article, longest, mostQuestions } from "../../../domain/knowledge/index.ts";
import { documentKinds } from "../../../platform/documents/read-document.ts";

/** What a person writes of an article. */
export const wordingInput = {
  title: z.string().trim().min(1).max(longest.title),
  body: z.string().max(longest.body).describe("Markdown. Headings cut it into passages, which are found and cited."),
  category: z
    .string()
    .trim()
    .min(1)
    .max(longest.category)
    .nullable()
    .describe("The shelf of the help centre it stands on; null: none."),
  language: z.string().min(1).max(35).nullable().describe("BCP 47, such as `de` or `pt-BR`; null: told by its words."),
  questions: z
    .array(z.string().trim().min(1).max(longest.question))
    .max(mostQuestions)
    .describe("How shoppers ask for it, in their words: they find it by these as well."),
};

export const articleShape = z
  .object({
    id: z.uuid(),
    title: z.string(),
    body: z.string(),
    category: z.string().nullable(),
    language: z.string().nullable(),
    questions: z.array(z.string()),
    version: z.number().int().describe("Counts saves. Send it with a change to overwrite only what you have seen."),
    publishedVersion: z
      .number()
      .int()
      .nullable()
      .describe(
        "The version that shoppers and the AI see; null: none. Less than `version`: there are changes to publish.",
      ),
    publishedAt: z.iso.datetime().nullable(),
    sourceUrl: z.string().nullable().describe("The web page it is read from; null: written here."),
    pageReadAt: z.iso.datetime().nullable(),
    pageFailure: z.string().nullable().describe("Why the page could not be read the last time."),
    fileName: z.string().nullable().describe("The file it was read from; null: written here, or from a page."),
    fileKind: z.enum(documentKinds).nullable(),
    productId: z.string().nullable().describe("The product it is about, by the shop's own id; null: none."),
    productTitle: z.string().nullable().describe("What that was called when it was named here."),
    placedAt: z.iso
      .datetime()
      .nullable()
      .describe(
        "Since when it stands in the help centre, where anybody reads what is published of it; null: it does not.",
      ),
    createdBy: z.uuid().nullable().describe("The member who made it; null when a program did."),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    archivedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Article" });

export function showArticle(row: Article): z.input<typeof articleShape> {
  return {
    ...row,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    pageReadAt: row.pageReadAt?.toISOString() ?? null,
    placedAt: row.placedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}

/** The file is the body, so everything that is said of it stands in the query. */
export const fileNameInput = z.string().min(1).max(1000).describe("As it is called on the author's computer.");

/** What is said of a file that cannot be kept. */
export const fileRefusals =
  "422 with `details.reason` = `unreadable_file` and in `message` why (encrypted, scanned, broken, of another kind), " +
  "`file_too_large` for more than 10 MB or 200,000 characters of text; nothing of it is kept then.";
