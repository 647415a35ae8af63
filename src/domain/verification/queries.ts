import { and, count, desc, eq, gt, gte, type SQL, sql } from "drizzle-orm";
import { builtOnce, type Given } from "../../platform/built-once.ts";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import type { SealedPlace } from "../../platform/seal.ts";
import type { Conversation } from "../conversations/index.ts";
import { messages } from "../conversations/tables.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import {
  codeHoldsMs,
  mostCodes,
  mostGuesses,
  perMs,
  type VerifiedUntil,
  withoutCodes,
  withoutQuotedCodes,
} from "./rules.ts";
import { type VerificationCode, verificationCodes, verificationGuesses } from "./tables.ts";
import { hiddenCode } from "./words.ts";

/** The code that can be given in a conversation now. */
export async function findOpenCode(ctx: Context, conversationId: string): Promise<VerificationCode | null> {
  const [row] = await read(ctx, (q) => openCodes(q, { workspaceId: ctx.workspaceId, conversationId }));
  return row && row.expiresAt > now() ? row : null;
}

const openCodes = builtOnce((q, given: Given<{ workspaceId: string; conversationId: string }>) =>
  q
    .select()
    .from(verificationCodes)
    .where(
      and(
        eq(verificationCodes.workspaceId, given.workspaceId),
        eq(verificationCodes.conversationId, given.conversationId),
        eq(verificationCodes.state, "open"),
      ),
    ),
);

/** Whether what the customer wrote may hold one. */
export async function hasOpenCode(ctx: Context, conversationId: string): Promise<boolean> {
  return (await findOpenCode(ctx, conversationId)) !== null;
}

/** Whether the code of a run could not be delivered. */
export async function isCodeLost(ctx: Context, { runId }: { runId: string }): Promise<boolean> {
  const { workspaceId } = ctx;
  const itsMessage = and(eq(messages.workspaceId, workspaceId), eq(messages.id, verificationCodes.messageId));
  const [row] = await read(ctx, (q) =>
    q
      .select({ state: messages.state })
      .from(verificationCodes)
      .innerJoin(messages, itsMessage)
      .where(and(eq(verificationCodes.workspaceId, workspaceId), eq(verificationCodes.runId, runId))),
  );
  return row?.state === "failed";
}

/** Until when a right code makes the customer of a conversation verified. It is hers and the conversation's, as it was. */
export async function verifiedUntilOf(ctx: Context, conversation: Conversation): Promise<VerifiedUntil> {
  const { id, customerId, arrangement, mergedIntoId } = conversation;
  if (mergedIntoId !== null) return null;
  const hers = { workspaceId: ctx.workspaceId, conversationId: id, customerId, arrangement };
  const [row] = await read(ctx, (q) => newestMatch(q, hers));
  return row?.until ?? null;
}

const newestMatch = builtOnce(
  (q, given: Given<{ workspaceId: string; conversationId: string; customerId: string; arrangement: number }>) =>
    q
      .select({ until: verificationCodes.verifiedUntil })
      .from(verificationCodes)
      .where(
        and(
          eq(verificationCodes.workspaceId, given.workspaceId),
          eq(verificationCodes.conversationId, given.conversationId),
          eq(verificationCodes.customerId, given.customerId),
          eq(verificationCodes.state, "matched"),
          eq(verificationCodes.arrangement, given.arrangement),
        ),
      )
      .orderBy(desc(verificationCodes.verifiedUntil))
      .limit(1),
);

/** The newest code of a conversation and what came of it; null when none was sent in the last while. */
export async function lastCode(
  ctx: Context,
  conversationId: string,
): Promise<{ state: VerificationCode["state"] | "expired"; guessesLeft: number } | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(verificationCodes)
      .where(
        and(
          eq(verificationCodes.workspaceId, ctx.workspaceId),
          eq(verificationCodes.conversationId, conversationId),
          gt(verificationCodes.createdAt, new Date(now().getTime() - 2 * codeHoldsMs)),
        ),
      )
      .orderBy(desc(verificationCodes.createdAt), desc(verificationCodes.id))
      .limit(1),
  );
  if (!row) return null;
  const state = row.state === "open" && row.expiresAt <= now() ? "expired" : row.state;
  return { state, guessesLeft: Math.max(0, mostGuesses - row.guesses) };
}

/** @throws AppError("limit_exceeded") with `details.reason` "too_many_codes". */
export async function refuseTooMany(
  tx: TxContext,
  about: { conversationId: string; customerId: string },
): Promise<void> {
  const { conversationId, customerId } = about;
  const sent = async (which?: SQL) => {
    const since = gte(verificationCodes.createdAt, new Date(now().getTime() - perMs));
    const mine = eq(verificationCodes.workspaceId, tx.workspaceId);
    const [row] = await tx.q
      .select({ codes: count() })
      .from(verificationCodes)
      .where(and(mine, since, which));
    return row?.codes ?? 0;
  };
  const isTooMany =
    (await sent(eq(verificationCodes.conversationId, conversationId))) >= mostCodes.conversation ||
    (await sent(eq(verificationCodes.customerId, customerId))) >= mostCodes.customer ||
    (await sent()) >= mostCodes.workspace;
  if (!isTooMany) return;
  const details = { reason: "too_many_codes" };
  throw new AppError("limit_exceeded", "Too many codes were sent within an hour", { retryAfterMs: perMs, details });
}

/** Messages as a model may see them: without what may be a code in those in which codes were given, or ours quoted. */
export async function withoutGivenCodes<M extends { id: string; text: string }>(
  ctx: Context,
  shown: readonly M[],
): Promise<M[]> {
  if (shown.length === 0) return [];
  const messageIds = JSON.stringify(shown.map(({ id }) => id));
  const rows = await read(ctx, (q) => guessesIn(q, { workspaceId: ctx.workspaceId, messageIds }));
  const given = new Set(rows.map(({ messageId }) => messageId));
  return shown.map((message) => ({
    ...message,
    text: given.has(message.id) ? withoutCodes(message.text) : withoutQuotedCodes(message.text),
  }));
}

const guessesIn = builtOnce((q, given: Given<{ workspaceId: string; messageIds: string }>) =>
  q
    .select({ messageId: verificationGuesses.messageId })
    .from(verificationGuesses)
    .where(
      and(
        eq(verificationGuesses.workspaceId, given.workspaceId),
        sql`${verificationGuesses.messageId} = any(array(
          select value::uuid from json_array_elements_text(${given.messageIds}::text::json)))`,
      ),
    ),
);

/**
 * The text of a message as it goes out to whom the code in it is for; null when the code is not good any more.
 */
export async function textWithCode(ctx: Context, { id, text }: { id: string; text: string }): Promise<string | null> {
  const [row] = await read(ctx, (q) => q.select().from(verificationCodes).where(isOfMessage(ctx, id)));
  if (row?.state !== "open" || row.codeSealed === null || row.expiresAt <= now()) return null;
  return text.replace(hiddenCode, ctx.db.seal.open(row.codeSealed, placeOf(ctx, row.id, "code_sealed")));
}

/** What was written after a code was sent, by its customer, oldest first. */
export async function writtenSince(tx: TxContext, code: VerificationCode) {
  const { id, author, from, text, senderVerified } = messages;
  const rows = await tx.q
    .select({ id, author, from, text, senderVerified })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, tx.workspaceId),
        eq(messages.conversationId, code.conversationId),
        eq(messages.kind, "customer"),
        gt(messages.createdAt, code.createdAt),
      ),
    )
    .orderBy(messages.position)
    .limit(50);
  return rows.filter((row) => row.author.id === code.customerId && row.senderVerified !== false);
}

export function isOpenIn(ctx: Context, conversationId: string) {
  return and(
    eq(verificationCodes.workspaceId, ctx.workspaceId),
    eq(verificationCodes.conversationId, conversationId),
    eq(verificationCodes.state, "open"),
  );
}

export function isOfMessage(ctx: Context, messageId: string) {
  return and(eq(verificationCodes.workspaceId, ctx.workspaceId), eq(verificationCodes.messageId, messageId));
}

export function placeOf(ctx: Context, rowId: string, field: "key_sealed" | "code_sealed"): SealedPlace {
  return { workspaceId: ctx.workspaceId, table: "verification_codes", rowId, field };
}
