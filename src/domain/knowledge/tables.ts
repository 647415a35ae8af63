import { sql } from "drizzle-orm";
import { customType, foreignKey, index, integer, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { moment, owned, tenancy, within, workspacePolicy, workspaces } from "../workspaces/tables.ts";

/** What the shop knows: what the AI may draw on, and what of it shoppers read in the help centre. The words are those of the newest version. */
export const articles = pgTable(
  "articles",
  {
    ...owned,
    title: text().notNull(),
    body: text().notNull(),
    /** The shelf of the help centre it stands on; null: none. */
    category: text(),
    /** BCP 47; null: told by its words. */
    language: text(),
    /** How shoppers ask for it, in their words: they find it by these as well. */
    questions: text().array().notNull(),
    /** Counts saves. */
    version: integer().notNull().default(1),
    /** The version that shoppers and the AI see; null: none. */
    publishedVersion: integer(),
    publishedAt: moment(),
    updatedAt: moment().notNull().defaultNow(),
    archivedAt: moment(),
    /** The web page it is read from; null: written here. */
    sourceUrl: text(),
    pageReadAt: moment(),
    /** Why the page could not be read the last time. */
    pageFailure: text(),
    /** The file it was read from, as its author called it; null: written here, or from a page. */
    fileName: text(),
    fileKind: text({ enum: ["txt", "md", "html", "docx", "pdf"] }),
    /** The product it is about, by the shop's own id, and what that was called then; null: none. */
    productId: text(),
    productTitle: text(),
    /** Since when it stands in the help centre, where anybody reads what of it is published; null: it does not. */
    placedAt: moment(),
    /** The member who made it; null when a program did. */
    createdBy: uuid(),
  },
  (t) => [
    ...tenancy(t),
    index("articles_product").on(t.workspaceId, t.productId).where(sql`product_id is not null`),
    index("articles_placed").on(t.workspaceId, t.id).where(sql`placed_at is not null`),
    index("articles_order").on(t.workspaceId, t.updatedAt.desc(), t.id.desc()),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type Article = typeof articles.$inferSelect;

/** Every wording an article ever had. */
export const articleVersions = pgTable(
  "article_versions",
  {
    ...owned,
    articleId: uuid().notNull(),
    version: integer().notNull(),
    title: text().notNull(),
    body: text().notNull(),
    category: text(),
    language: text(),
    questions: text().array().notNull(),
    /** A member; null when a program did. */
    savedBy: uuid(),
  },
  (t) => [
    ...tenancy(t),
    index("article_versions_of").on(t.workspaceId, t.articleId, t.version.desc()),
    within(t.workspaceId, t.articleId, articles),
  ],
);
export type ArticleVersion = typeof articleVersions.$inferSelect;

/** A passage of a published article: what is found and cited. */
export const articleChunks = pgTable(
  "article_chunks",
  {
    ...owned,
    articleId: uuid().notNull(),
    /** 0, 1, 2 … in the article. */
    place: integer().notNull(),
    /** The heading it stands under; empty at the beginning. */
    heading: text().notNull(),
    text: text().notNull(),
    /** The stems of its words and of what it is called, each once, and how often each stands in it. */
    terms: text().array().notNull(),
    frequencies: smallint().array().notNull(),
    /** In words. */
    length: integer().notNull(),
  },
  (t) => [
    ...tenancy(t),
    index("article_chunks_of").on(t.workspaceId, t.articleId, t.place),
    within(t.workspaceId, t.articleId, articles),
  ],
);
export type ArticleChunk = typeof articleChunks.$inferSelect;

/** Where each term stands. All of it is in the key, so that the index alone answers. Written with the chunks, by the index. */
export const knowledgePostings = pgTable(
  "knowledge_postings",
  {
    workspaceId: uuid().notNull(),
    term: text().notNull(),
    chunkId: uuid().notNull(),
    frequency: smallint().notNull(),
    length: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.term, t.chunkId, t.frequency, t.length] }),
    workspacePolicy(),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);

/** In how many chunks each term stands, and the threes of letters by which a mistyped one is found. */
export const knowledgeTerms = pgTable(
  "knowledge_terms",
  {
    workspaceId: uuid().notNull(),
    term: text().notNull(),
    chunks: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.term] }),
    workspacePolicy(),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);

/** What ranking has to know of a workspace's index as a whole. Its lock is held by whoever writes the index. */
export const knowledgeIndexes = pgTable(
  "knowledge_indexes",
  {
    workspaceId: uuid().primaryKey(),
    chunks: integer().notNull().default(0),
    /** Words in all chunks. */
    length: integer().notNull().default(0),
    /** Of the chunks: what is asked is reduced to stems in each. */
    languages: text().array().notNull(),
  },
  (t) => [
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    workspacePolicy(),
  ],
);

const bits = customType<{ data: string }>({ dataType: () => "varbit" });
const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/** What a chunk means, as a model sees it: the middle of its title, its text and the questions that lead to it. */
export const articleVectors = pgTable(
  "article_vectors",
  {
    workspaceId: uuid().notNull(),
    chunkId: uuid().notNull(),
    /** Vectors of two models are never compared. */
    model: text().notNull(),
    /** The sign of each number: what differs in few is near. */
    signs: bits().notNull(),
    /** Each number as one byte, as a share of the greatest. */
    values: bytes().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.chunkId] }),
    workspacePolicy(),
    index("article_vectors_model").on(t.workspaceId, t.model, t.signs, t.chunkId),
    within(t.workspaceId, t.chunkId, articleChunks),
  ],
);
