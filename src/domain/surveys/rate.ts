import { and, eq, isNull } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { NotFound } from "../../platform/errors.ts";
import { inTransaction, read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getWorkspace, systemContext } from "../workspaces/index.ts";
import { isSurvey, placeOfKey } from "./queries.ts";
import { isSameKey, type Link, longestComment, readToken, tokenOf } from "./rules.ts";
import { type Survey, surveys } from "./tables.ts";
import { hiddenLink, isSurveyLanguage, type SurveyWords, wordsIn } from "./words.ts";

/** What the page of a link shows. */
export interface SurveyPage {
  shop: string;
  words: SurveyWords;
  /** open: she may say; rated: she has; over: it is too late. */
  state: "open" | "rated" | "over";
}

/** Opens the page of a link; nothing is kept by it. @throws NotFound for what is no link of ours. */
export async function openSurvey(db: Database, token: string): Promise<SurveyPage> {
  const { ctx, survey } = await find(db, token);
  const { name: shop } = await getWorkspace(ctx);
  const words = wordsIn(isSurveyLanguage(survey.language) ? survey.language : "en");
  const state = survey.ratedAt ? "rated" : survey.expiresAt <= now() ? "over" : "open";
  return { shop, words, state };
}

/**
 * Keeps what she says, once: what she said first stays. Whoever has the link is taken for her.
 * @throws NotFound for what is no link of ours.
 */
export async function rate(
  db: Database,
  { token, rating, comment }: { token: string; rating: number; comment: string },
): Promise<SurveyPage> {
  const { ctx, survey } = await find(db, token);
  if (survey.expiresAt > now()) {
    await inTransaction(ctx, async (tx) => {
      const kept = comment.replaceAll("\0", "").trim().slice(0, longestComment).toWellFormed();
      const [row] = await tx.q
        .update(surveys)
        .set({ rating, comment: kept === "" ? null : kept, ratedAt: now() })
        .where(and(isSurvey(tx, survey.id), isNull(surveys.ratedAt)))
        .returning();
      if (!row) return;
      const { conversationId, id: surveyId } = row;
      tx.emit({ name: "survey.rated", data: { conversationId, surveyId, rating } });
    });
  }
  return openSurvey(db, token);
}

/** The words of a survey's message as she gets them. Null: she is not asked any more. */
export async function textWithLink(
  ctx: Context,
  { id: messageId, text }: { id: string; text: string },
  origin: string,
): Promise<string | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(surveys)
      .where(and(eq(surveys.workspaceId, ctx.workspaceId), eq(surveys.messageId, messageId))),
  );
  if (!row || row.expiresAt <= now()) return null;
  const link: Link = { workspaceId: row.workspaceId, surveyId: row.id, key: keyOf(ctx, row) };
  return text.replace(hiddenLink, () => `${origin}/rate/${tokenOf(link)}`);
}

async function find(db: Database, token: string): Promise<{ ctx: Context; survey: Survey }> {
  const link = readToken(token);
  if (!link) throw noLink();
  const ctx = systemContext(db, link.workspaceId, "surveys");
  const [survey] = await read(ctx, (q) => q.select().from(surveys).where(isSurvey(ctx, link.surveyId)));
  if (!survey || !isSameKey(link.key, keyOf(ctx, survey))) throw noLink();
  return { ctx, survey };
}

function keyOf(ctx: Context, { id, keySealed }: Survey): string {
  return ctx.db.seal.open(keySealed, placeOfKey(ctx, id));
}

function noLink(): NotFound {
  return new NotFound("Question", "of this link");
}
