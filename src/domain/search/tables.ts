import { sql } from "drizzle-orm";
import { bigint, boolean, customType, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import {
  document,
  hidden,
  hiddenTeams,
  moment,
  systemPolicy,
  tenancy,
  workspacePolicy,
  workspaces,
} from "../workspaces/tables.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/**
 * What can be found, one row for each message, conversation, customer and order. It holds no text, only the stems of
 * its words. Written by the index alone, some time after the thing itself; nothing points here, and it points to nothing.
 */
export const searchDocuments = pgTable(
  "search_documents",
  {
    workspaceId: uuid().notNull(),
    /** Of the message, conversation, customer or order. */
    id: uuid().notNull(),
    stream: text({ enum: ["message", "conversation", "customer", "order"] }).notNull(),
    /** 1, 2, 3 … in the workspace, in order of indexing: what is newer has, by and large, a greater one. */
    number: bigint({ mode: "number" }).notNull(),
    /** Of a message or a conversation. */
    conversationId: uuid(),
    customerId: uuid(),
    /** Of a message: customer, reply or note. */
    kind: text(),
    /** Sent, last active, placed … */
    at: moment().notNull(),
    /** Stems with their places, to rank by and for words that must stand side by side. */
    words: tsvector().notNull(),
    /**
     * What it is found by: hashes of the workspace, the stream, the segment of its number, and a word. So one index
     * serves all workspaces, and no list in it holds rows of two.
     */
    keys: bigint({ mode: "bigint" }).array().notNull(),
  },
  (t) => [
    ...tenancy(t),
    hidden(sql`conversation_id is not null and cardinality(${hiddenTeams}) > 0 and not exists (
      select 1 from conversations c where c.workspace_id = ${t.workspaceId} and c.id = ${t.conversationId})`),
    // Without a list of pending entries: every search would have to read it, and all workspaces share it.
    index("search_documents_keys").using("gin", t.keys).with({ fastupdate: false }),
    index("search_documents_conversation").on(t.workspaceId, t.conversationId, t.number).where(sql`stream = 'message'`),
    index("search_documents_customer").on(t.workspaceId, t.customerId),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type Stream = (typeof searchDocuments.stream.enumValues)[number];

/** Every stem that stands in a workspace's documents, to find what was meant by a word that stands in none. */
export const searchWords = pgTable(
  "search_words",
  {
    workspaceId: uuid().notNull(),
    word: text().notNull(),
    /** Hashes of the workspace and each three letters in a row. */
    grams: bigint({ mode: "bigint" }).array().notNull(),
    /** A document that had it was taken out: it may stand nowhere any more. */
    doubted: boolean().notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.word] }),
    index("search_words_doubted").on(t.workspaceId, t.word).where(sql`doubted`),
    index("search_words_grams").using("gin", t.grams).with({ fastupdate: false }),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    workspacePolicy(),
  ],
);

/** What is still to be read from the tables themselves, in order of id. */
export interface Backfill {
  source: "customer" | "order" | "conversation" | "message";
  /** Null: from the beginning. */
  after: string | null;
}

/** How far the index of a workspace has come. Its lock is held by whoever writes the index. */
export const searchProgress = pgTable(
  "search_progress",
  {
    workspaceId: uuid().primaryKey(),
    /** The last event followed. */
    seq: bigint({ mode: "number" }).notNull(),
    /** The greatest number given to a document. */
    documents: bigint({ mode: "number" }).notNull().default(0),
    /** Languages that documents were found to be in: searched words are reduced to their stems in each. */
    languages: text().array().notNull().default(sql`'{}'`),
    backfill: document<Backfill>(),
  },
  (t) => [
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    workspacePolicy(),
    systemPolicy(),
  ],
);
