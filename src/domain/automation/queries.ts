import { and, asc, count, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, notInArray, or, sql } from "drizzle-orm";
import { builtOnce, type Given } from "../../platform/built-once.ts";
import { rawOf } from "../../platform/db.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { getConversation } from "../conversations/index.ts";
import { conversations, messages } from "../conversations/tables.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type AiStanding, aiStandings, type Draft, drafts, type Run, type RunStep, runSteps, runs } from "./tables.ts";

/** @throws NotFound when there is none, or the conversation is another workspace's. */
export async function getDraft(ctx: Context, conversationId: string): Promise<Draft> {
  allow(ctx, "conversations:read");
  const [row] = await read(ctx, (q) => q.select().from(drafts).where(isDraftOf(ctx, conversationId)));
  if (!row) throw new NotFound("Draft of conversation", conversationId);
  return row;
}

/** Newest first; `after` is the last row of the page before. @throws NotFound for an unknown conversation. */
export async function listRuns(
  ctx: Context,
  page: { conversationId: string; limit: number; after?: Pick<Run, "createdAt" | "id"> },
): Promise<Run[]> {
  await getConversation(ctx, page.conversationId);
  const { createdAt, id } = runs;
  return read(ctx, (q) =>
    q
      .select()
      .from(runs)
      .where(
        and(
          eq(runs.workspaceId, ctx.workspaceId),
          eq(runs.conversationId, page.conversationId),
          page.after &&
            or(lt(createdAt, page.after.createdAt), and(eq(createdAt, page.after.createdAt), lt(id, page.after.id))),
        ),
      )
      .orderBy(desc(createdAt), desc(id))
      .limit(page.limit),
  );
}

/** The newest that have ended, newest first, over all conversations. For the product's own work. */
export async function newestTurns(ctx: Context, limit: number): Promise<string[]> {
  const rows = await read(ctx, (q) =>
    q
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.workspaceId, ctx.workspaceId), isNotNull(runs.finishedAt)))
      .orderBy(desc(runs.id))
      .limit(limit),
  );
  return rows.map(({ id }) => id);
}

/** @throws NotFound also when the row is another workspace's. */
export async function getRun(ctx: Context, runId: string): Promise<Run> {
  allow(ctx, "conversations:read");
  const [row] = await read(ctx, (q) => runById(q, { workspaceId: ctx.workspaceId, runId }));
  if (!row) throw new NotFound("Run", runId);
  return row;
}

const runById = builtOnce((q, given: Given<{ workspaceId: string; runId: string }>) =>
  q
    .select()
    .from(runs)
    .where(and(eq(runs.workspaceId, given.workspaceId), eq(runs.id, given.runId))),
);

/** What a run asked and was told, in order. */
export async function listRunSteps(ctx: Context, runId: string): Promise<RunStep[]> {
  await getRun(ctx, runId);
  return stepsOf(ctx, runId);
}

/** The same for who has the run. */
export async function stepsOf(ctx: Context, runId: string): Promise<RunStep[]> {
  return read(ctx, (q) => stepsByRun(q, { workspaceId: ctx.workspaceId, runId }));
}

const stepsByRun = builtOnce((q, given: Given<{ workspaceId: string; runId: string }>) =>
  q
    .select()
    .from(runSteps)
    .where(and(eq(runSteps.workspaceId, given.workspaceId), eq(runSteps.runId, given.runId)))
    .orderBy(asc(runSteps.n)),
);

/**
 * The newest message that the customer or the shop meant for the other; null if there is none. Bounces, auto-replies
 * and notes do not count: nobody answers them and they answer nobody.
 */
export async function lastWord(ctx: Context, conversationId: string) {
  const [row] = await read(ctx, (q) => lastWords(q, { workspaceId: ctx.workspaceId, conversationId }));
  return row ?? null;
}

const lastWords = builtOnce((q, given: Given<{ workspaceId: string; conversationId: string }>) =>
  q
    .select({
      id: messages.id,
      kind: messages.kind,
      author: messages.author,
      sentAt: messages.sentAt,
      text: messages.text,
      from: messages.from,
      to: messages.to,
      replyTo: messages.replyTo,
      senderVerified: messages.senderVerified,
    })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, given.workspaceId),
        eq(messages.conversationId, given.conversationId),
        inArray(messages.kind, ["customer", "reply"]),
        isNull(messages.automatic),
      ),
    )
    .orderBy(desc(messages.position))
    .limit(1),
);

/**
 * The AI's hand-over of a conversation, while it holds: it was not closed since. What is merged into a conversation takes
 * its hand-over along. Null: the AI may answer.
 */
export async function findStanding(ctx: Context, conversationId: string): Promise<AiStanding | null> {
  const [row] = await read(ctx, (q) => standings(q, { workspaceId: ctx.workspaceId, conversationId }));
  return row?.standing ?? null;
}

const standings = builtOnce((q, given: Given<{ workspaceId: string; conversationId: string }>) =>
  q
    .select({ standing: aiStandings })
    .from(aiStandings)
    .innerJoin(
      conversations,
      and(eq(conversations.workspaceId, given.workspaceId), eq(conversations.id, aiStandings.conversationId)),
    )
    .where(
      and(
        eq(aiStandings.workspaceId, given.workspaceId),
        or(eq(aiStandings.conversationId, given.conversationId), eq(conversations.mergedIntoId, given.conversationId)),
        or(isNull(conversations.resolvedAt), gt(aiStandings.since, conversations.resolvedAt)),
        gt(
          aiStandings.since,
          sql`coalesce((select c.resolved_at from conversations c
            where c.workspace_id = ${given.workspaceId} and c.id = ${given.conversationId}), '-infinity')`,
        ),
      ),
    )
    .limit(1),
);

/** How often the AI used a tool for a customer since then, in all her conversations. */
export async function countToolCalls(
  ctx: Context,
  { customerId, name, since }: { customerId: string; name: string; since: Date },
): Promise<number> {
  const { workspaceId } = ctx;
  const [row] = await read(ctx, (q) =>
    q
      .select({ calls: count() })
      .from(conversations)
      .innerJoin(runs, and(eq(runs.workspaceId, workspaceId), eq(runs.conversationId, conversations.id)))
      .innerJoin(runSteps, and(eq(runSteps.workspaceId, workspaceId), eq(runSteps.runId, runs.id)))
      .where(
        and(
          eq(conversations.workspaceId, workspaceId),
          eq(conversations.customerId, customerId),
          eq(runSteps.kind, "tool"),
          eq(runSteps.name, name),
          gte(runSteps.createdAt, since),
        ),
      ),
  );
  return row?.calls ?? 0;
}

/** Whether an answer of the AI in a conversation rests on what a tool told of this since then. */
export async function wasReported(
  ctx: Context,
  { conversationId, words, since }: { conversationId: string; words: string; since: Date },
): Promise<boolean> {
  const rows = await read(ctx, (q) =>
    q
      .select({ id: runSteps.id })
      .from(runs)
      .innerJoin(runSteps, and(eq(runSteps.workspaceId, ctx.workspaceId), eq(runSteps.runId, runs.id)))
      .where(
        and(
          eq(runs.workspaceId, ctx.workspaceId),
          eq(runs.conversationId, conversationId),
          notInArray(runs.status, ["waiting", "running", "superseded", "skipped", "failed"]),
          eq(runSteps.kind, "tool"),
          gte(runSteps.createdAt, since),
          sql`position(${words} in ${runSteps.response}::text) > 0`,
        ),
      )
      .limit(1),
  );
  return rows.length > 0;
}

export function isRun(ctx: Context, runId: string) {
  return and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, runId));
}

export function isDraftOf(ctx: Context, conversationId: string) {
  return and(eq(drafts.workspaceId, ctx.workspaceId), eq(drafts.conversationId, conversationId));
}

/**
 * How many answers the AI sent by itself since a person last wrote to the customer, or the conversation was closed. A code
 * that it had sent is none.
 */
export async function answersInARow(ctx: Context, conversationId: string): Promise<number> {
  const { workspaceId } = ctx;
  const [row] = await read(
    ctx,
    (q) =>
      rawOf(q)<{ n: number }[]>`
      select count(*)::int as n from messages m
      join conversations c on c.workspace_id = ${workspaceId} and c.id = ${conversationId}
      where m.workspace_id = ${workspaceId} and m.conversation_id = ${conversationId}
        and m.kind = 'reply' and m.via = 'ai' and m.automatic is null and m.sent_at > coalesce(c.resolved_at, '-infinity')
        and m.position > coalesce((
          select max(p.position) from messages p
          where p.workspace_id = ${workspaceId} and p.conversation_id = ${conversationId}
            and p.kind = 'reply' and p.via <> 'ai' and p.automatic is null), 0)`,
  );
  return row?.n ?? 0;
}

/** Why the AI gave up that better knowledge might have spared. */
const unsure = ["low_confidence", "checks_failed", "repeated"] as const;
/** What a person makes of a draft that does not say what she knows. */
const refused = ["discarded", "own_words"] as const;

/**
 * What the customer had written when a turn ended unsure of its answer, or in a draft that a person did not go by; newest
 * first, as far as the actor sees it.
 */
export async function listUnsure(
  ctx: Context,
  { since, limit }: { since: Date; limit: number },
): Promise<{ conversationId: string; at: Date; text: string }[]> {
  allow(ctx, "conversations:read");
  const { conversationId, createdAt: at } = runs;
  return read(ctx, (q) =>
    q
      .select({ conversationId, at, text: messages.text })
      .from(runs)
      .innerJoin(messages, and(eq(messages.workspaceId, ctx.workspaceId), eq(messages.id, runs.lastMessageId)))
      .where(
        and(
          eq(runs.workspaceId, ctx.workspaceId),
          gt(at, since),
          eq(messages.kind, "customer"),
          or(
            inArray(runs.handOverReason, [...unsure]),
            and(eq(runs.status, "drafted"), eq(runs.confidence, "low")),
            inArray(runs.draftFate, [...refused]),
          ),
        ),
      )
      .orderBy(desc(at), desc(runs.id))
      .limit(limit),
  );
}

/** Whether the AI has reminded the customer since then of what she has not answered, or tried to. */
export async function hasFollowedUp(
  ctx: Context,
  { conversationId, since }: { conversationId: string; since: Date },
): Promise<boolean> {
  const found = await read(ctx, (q) =>
    q
      .select({ id: runs.id })
      .from(runs)
      .where(
        and(
          eq(runs.workspaceId, ctx.workspaceId),
          eq(runs.conversationId, conversationId),
          sql`${runs.because} ->> 'kind' = 'silence'`,
          gte(runs.createdAt, since),
        ),
      )
      .limit(1),
  );
  return found.length > 0;
}
