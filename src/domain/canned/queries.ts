import { and, asc, desc, eq, inArray, isNotNull, isNull, like, or, type SQL, sql } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read, type TxContext } from "../events/index.ts";
import { teamsOf } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import { canonicalLanguage, languagesServing } from "./rules.ts";
import { type CannedReply, cannedReplies } from "./tables.ts";

/** @throws NotFound also when the row is another workspace's. An archived one is found. */
export async function getCannedReply(ctx: Context, cannedReplyId: string): Promise<CannedReply> {
  allow(ctx, "canned_replies:read");
  const [row] = await read(ctx, (q) => q.select().from(cannedReplies).where(isCannedReply(ctx, cannedReplyId)));
  if (!row) throw new NotFound("Canned reply", cannedReplyId);
  return row;
}

/** Takes the row's lock: two changes come one after the other. @throws NotFound */
export async function lockCannedReply(tx: TxContext, cannedReplyId: string): Promise<CannedReply> {
  const [row] = await tx.q.select().from(cannedReplies).where(isCannedReply(tx, cannedReplyId)).for("update");
  if (!row) throw new NotFound("Canned reply", cannedReplyId);
  return row;
}

export interface CannedReplyPage {
  /** Each of these words stands in the name, the shortcut or the text; case does not matter. */
  words?: string;
  /** BCP 47: "de" finds "de", "de-AT" and those for every language; "de-AT" finds "de-AT", "de" and those. */
  language?: string;
  archived: boolean;
  /** Only what is offered to who asks: her teams' replies, which come first, and everybody's. */
  offered?: boolean;
  /** The last row of the page before. */
  after?: Pick<CannedReply, "teamId" | "usageCount" | "name" | "id">;
  limit: number;
}

/**
 * Most used first, then by name. A reply used while one pages may come twice or not at all. To whom one is offered is no
 * wall: who manages replies sees those of all teams, except of private ones she is not in.
 */
export async function listCannedReplies(ctx: Context, page: CannedReplyPage): Promise<CannedReply[]> {
  allow(ctx, "canned_replies:read");
  const { usageCount, name, id, teamId, archivedAt } = cannedReplies;
  const teamIds = page.offered && ctx.actor.type === "member" ? await teamsOf(ctx, { memberId: ctx.actor.id }) : [];
  // Hers first: nothing to order by where all are asked for.
  const isForAll = page.offered ? sql`${teamId} is null` : sql`${id} is null`;
  return read(ctx, (q) =>
    q
      .select()
      .from(cannedReplies)
      .where(
        and(
          eq(cannedReplies.workspaceId, ctx.workspaceId),
          page.archived ? isNotNull(archivedAt) : isNull(archivedAt),
          page.offered ? or(isNull(teamId), inArray(teamId, teamIds)) : undefined,
          ...wordsIn(page.words ?? "").map(holds),
          page.language === undefined ? undefined : serves(page.language),
          page.after &&
            sql`(${isForAll}, -${usageCount}, ${name}, ${id}) >
              (${page.offered === true && page.after.teamId === null}::boolean, ${-page.after.usageCount}::int,
                ${page.after.name}, ${page.after.id}::uuid)`,
        ),
      )
      .orderBy(isForAll, desc(usageCount), asc(name), asc(id))
      .limit(page.limit),
  );
}

export function isCannedReply(ctx: Context, cannedReplyId: string) {
  return and(eq(cannedReplies.workspaceId, ctx.workspaceId), eq(cannedReplies.id, cannedReplyId));
}

const mostWords = 10;

function wordsIn(text: string): string[] {
  return text.split(/\s+/).filter(Boolean).slice(0, mostWords);
}

function holds(word: string): SQL {
  const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
  const { name, shortcut, body } = cannedReplies;
  return sql`(${name} ilike ${pattern} or ${shortcut} ilike ${pattern} or ${body} ilike ${pattern})`;
}

function serves(wanted: string): SQL | undefined {
  const { language } = cannedReplies;
  const canonical = canonicalLanguage(wanted);
  return or(isNull(language), inArray(language, languagesServing(canonical)), like(language, `${canonical}-%`));
}
