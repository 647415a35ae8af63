import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { conversations, messages } from "../conversations/tables.ts";
import { hiddenWithConversation, hiddenWithMessage, moment, owned, tenancy, within } from "../workspaces/tables.ts";

/** A one-time code that was sent to who writes in a conversation, and what came of it. */
export const verificationCodes = pgTable(
  "verification_codes",
  {
    ...owned,
    conversationId: uuid().notNull(),
    /** Whose conversation it was when the code was sent: of another customer it says nothing. */
    customerId: uuid().notNull(),
    /** The turn that asked for it: repeated, it asks for it once. */
    runId: uuid().notNull(),
    /** The one it was sent with. */
    messageId: uuid().notNull(),
    /** open: it can be given. matched: it was right. */
    state: text({ enum: ["open", "matched", "used_up", "replaced"] })
      .notNull()
      .default("open"),
    /** The key of the hash, sealed; see platform/seal.ts. */
    keySealed: text().notNull(),
    codeHash: text().notNull(),
    /** For whoever sends it; gone as soon as it was sent. */
    codeSealed: text(),
    guesses: integer().notNull().default(0),
    expiresAt: moment().notNull(),
    verifiedUntil: moment(),
    /** Of the conversation when the code was right: messages put there since are not hers for that. */
    arrangement: integer(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithConversation(t),
    uniqueIndex("verification_codes_one_open").on(t.workspaceId, t.conversationId).where(sql`state = 'open'`),
    unique("verification_codes_run").on(t.workspaceId, t.runId),
    index("verification_codes_conversation").on(t.workspaceId, t.conversationId, t.createdAt.desc()),
    index("verification_codes_customer").on(t.workspaceId, t.customerId, t.createdAt.desc()),
    index("verification_codes_newest").on(t.workspaceId, t.createdAt.desc()),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
export type VerificationCode = typeof verificationCodes.$inferSelect;

/** A message in which somebody gave something like a code: each is looked at once for each code. */
export const verificationGuesses = pgTable(
  "verification_guesses",
  { ...owned, codeId: uuid().notNull(), messageId: uuid().notNull(), guesses: integer().notNull() },
  (t) => [
    ...tenancy(t),
    hiddenWithMessage(t),
    unique("verification_guesses_once").on(t.workspaceId, t.codeId, t.messageId),
    index("verification_guesses_message").on(t.workspaceId, t.messageId),
    within(t.workspaceId, t.codeId, verificationCodes),
    within(t.workspaceId, t.messageId, messages),
  ],
);
