import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow, permissionsOfMember } from "../access/index.ts";
import { members, roles } from "../access/tables.ts";
import { attachments, conversations, messages } from "../conversations/tables.ts";
import { read, type TxContext } from "../events/index.ts";
import { goneAfterMs } from "../teams/index.ts";
import { availabilities, teamMembers } from "../teams/tables.ts";
import type { Context } from "../workspaces/index.ts";
import { isCall, mostWaiting } from "./rows.ts";
import type { Free } from "./rules.ts";
import {
  type CallLeg,
  type CallRecording,
  type CallRow,
  callLegs,
  callLines,
  callRecordings,
  calls,
} from "./tables.ts";

/** With where it stands now, whatever was merged since. */
export type Call = CallRow & { conversationId: string; customerId: string };
export type CallInFull = Call & {
  legs: CallLeg[];
  recordings: (CallRecording & { attachmentId: string | null; problem: string | null })[];
  /** Something of what was said in it is known. */
  hasLines: boolean;
  /** While it waits: its place, and about how many seconds are left. */
  position: number | null;
};

const itsMessage = and(eq(messages.workspaceId, calls.workspaceId), eq(messages.id, calls.messageId));
const itsConversation = and(
  eq(conversations.workspaceId, messages.workspaceId),
  eq(conversations.id, messages.conversationId),
);
const withPlace = { call: calls, conversationId: messages.conversationId, customerId: conversations.customerId };

/** @throws NotFound also when it is another workspace's. */
export async function getCall(ctx: Context, callId: string): Promise<CallInFull> {
  allow(ctx, "conversations:read");
  return read(ctx, async (q) => {
    const [call] = await inFull(ctx, q, [await placedCall(ctx, q, callId)]);
    return call!;
  });
}

/** Without its legs and what was recorded of it: somebody waits on the phone. @throws NotFound as `getCall` does. */
export async function getCallAlone(ctx: Context, callId: string): Promise<Call> {
  allow(ctx, "conversations:read");
  return read(ctx, (q) => placedCall(ctx, q, callId));
}

async function placedCall(ctx: Context, q: TxContext["q"], callId: string): Promise<Call> {
  const [row] = await q
    .select(withPlace)
    .from(calls)
    .innerJoin(messages, itsMessage)
    .innerJoin(conversations, itsConversation)
    .where(isCall(ctx, callId));
  if (!row) throw new NotFound("Call", callId);
  return placed(row);
}

export interface CallPage {
  state?: "live" | "ended";
  conversationId?: string;
  /** Of which this member has a leg that is not over. */
  ofMember?: string;
  before?: { startedAt: Date; id: string };
  limit: number;
}

/** Newest first. */
export async function listCalls(ctx: Context, page: CallPage): Promise<CallInFull[]> {
  allow(ctx, "conversations:read");
  const { state, conversationId, ofMember, before, limit } = page;
  const { startedAt, id } = calls;
  return read(ctx, async (q) => {
    const own = q
      .select({ id: callLegs.callId })
      .from(callLegs)
      .where(
        and(
          eq(callLegs.workspaceId, ctx.workspaceId),
          eq(callLegs.memberId, ofMember ?? ""),
          ne(callLegs.state, "ended"),
        ),
      );
    const rows = await q
      .select(withPlace)
      .from(calls)
      .innerJoin(messages, itsMessage)
      .innerJoin(conversations, itsConversation)
      .where(
        and(
          eq(calls.workspaceId, ctx.workspaceId),
          state === "live" ? sql`${calls.state} <> 'ended'` : undefined,
          state === "ended" ? eq(calls.state, "ended") : undefined,
          conversationId === undefined ? undefined : eq(messages.conversationId, conversationId),
          ofMember === undefined ? undefined : inArray(id, own),
          before && or(lt(startedAt, before.startedAt), and(eq(startedAt, before.startedAt), lt(id, before.id))),
        ),
      )
      .orderBy(desc(startedAt), desc(id))
      .limit(limit);
    return inFull(ctx, q, rows.map(placed));
  });
}

function placed({ call, ...place }: { call: CallRow; conversationId: string; customerId: string }): Call {
  return { ...call, ...place };
}

async function inFull(ctx: Context, q: TxContext["q"], rows: Call[]): Promise<CallInFull[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const legs = await q
    .select()
    .from(callLegs)
    .where(and(eq(callLegs.workspaceId, ctx.workspaceId), inArray(callLegs.callId, ids)))
    .orderBy(asc(callLegs.id));
  const recordings = await q
    .select({
      recording: callRecordings,
      attachmentId: sql<string | null>`case when ${attachments.storedType} is not null then ${attachments.id} end`,
      problem: sql<string | null>`case when ${attachments.storedType} is null then ${messages.notice} end`,
    })
    .from(callRecordings)
    .leftJoin(
      attachments,
      and(
        eq(attachments.workspaceId, callRecordings.workspaceId),
        eq(attachments.contentId, callRecordings.externalId),
      ),
    )
    .leftJoin(messages, and(eq(messages.workspaceId, attachments.workspaceId), eq(messages.id, attachments.messageId)))
    .where(and(eq(callRecordings.workspaceId, ctx.workspaceId), inArray(callRecordings.callId, ids)))
    .orderBy(asc(callRecordings.id));
  const spoken = await q
    .selectDistinct({ callId: callLines.callId })
    .from(callLines)
    .where(and(eq(callLines.workspaceId, ctx.workspaceId), inArray(callLines.callId, ids)));
  const positions = rows.some(isWaiting) ? await positionsIn(ctx, q) : new Map<string, number>();
  return rows.map((call) => ({
    ...call,
    legs: legs.filter(({ callId }) => callId === call.id),
    recordings: recordings
      .filter(({ recording }) => recording.callId === call.id)
      .map(({ recording, problem, attachmentId }) => ({
        ...{ ...recording, attachmentId },
        // "A file of it did not come: …" stands beside the message.
        problem: problem?.replace(/^[^:]*: /, "") ?? null,
      })),
    hasLines: spoken.some(({ callId }) => callId === call.id),
    position: positions.get(call.id) ?? null,
  }));
}

const isWaiting = ({ state }: CallRow) => state === "waiting" || state === "callback";

/** The place of everybody who waits, each in the queue of her team. */
async function positionsIn(ctx: Context, q: TxContext["q"]): Promise<Map<string, number>> {
  const waiting = await q
    .select({ id: calls.id, teamId: calls.teamId })
    .from(calls)
    .where(and(eq(calls.workspaceId, ctx.workspaceId), sql`${calls.state} in ('waiting', 'callback')`))
    .orderBy(asc(calls.queuedAt), asc(calls.id))
    .limit(mostWaiting);
  const counts = new Map<string | null, number>();
  return new Map(
    waiting.map(({ id, teamId }) => {
      counts.set(teamId, (counts.get(teamId) ?? 0) + 1);
      return [id, counts.get(teamId)!];
    }),
  );
}

/** The place of one that waits, counted where it stands: who waits asks often, and hundreds may wait. */
async function placeOf(tx: TxContext, { teamId, queuedAt, id }: CallRow): Promise<number> {
  if (queuedAt === null) return 1;
  const [row] = await tx.q
    .select({ ahead: sql<number>`count(*)::int` })
    .from(calls)
    .where(
      and(
        eq(calls.workspaceId, tx.workspaceId),
        sql`${calls.state} in ('waiting', 'callback') and ${calls.state} <> 'ended'`,
        teamId === null ? isNull(calls.teamId) : eq(calls.teamId, teamId),
        or(lt(calls.queuedAt, queuedAt), and(eq(calls.queuedAt, queuedAt), lt(calls.id, id))),
      ),
    );
  return (row?.ahead ?? 0) + 1;
}

/** The place of one that waits, and what tells about how long that will take. */
export async function waitOf(tx: TxContext, call: CallRow) {
  const position = await placeOf(tx, call);
  const recent = tx.q
    .select({ seconds: sql<number>`extract(epoch from ${calls.endedAt} - ${calls.answeredAt})`.as("seconds") })
    .from(calls)
    .where(
      and(
        eq(calls.workspaceId, tx.workspaceId),
        eq(calls.state, "ended"),
        isNotNull(calls.answeredAt),
        call.teamId === null ? undefined : eq(calls.teamId, call.teamId),
      ),
    )
    .orderBy(desc(calls.startedAt))
    .limit(20)
    .as("recent");
  const [average] = await tx.q.select({ seconds: sql<number | null>`avg(seconds)::float` }).from(recent);
  const people = (await whoIsThere(tx, call.teamId)).length;
  return { position, people, talkSeconds: average?.seconds ?? null };
}

/** In which conversation it stands now. */
export async function conversationOf(tx: TxContext, { messageId }: Pick<CallRow, "messageId">): Promise<string> {
  const [row] = await tx.q
    .select({ conversationId: messages.conversationId })
    .from(messages)
    .where(and(eq(messages.workspaceId, tx.workspaceId), eq(messages.id, messageId)));
  if (!row) throw new NotFound("Message", messageId);
  return row.conversationId;
}

export async function findMessage(
  ctx: Context,
  { connectionId, externalId }: { connectionId: string; externalId: string },
): Promise<{ id: string; conversationId: string } | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ id: messages.id, conversationId: messages.conversationId })
      .from(messages)
      .where(
        and(
          eq(messages.workspaceId, ctx.workspaceId),
          eq(messages.connectionId, connectionId),
          eq(messages.externalId, externalId),
        ),
      ),
  );
  return row ?? null;
}

/** Who of a team, or of all, is at work, may answer, and is allowed to. */
export async function whoIsThere(tx: TxContext, teamId: string | null): Promise<string[]> {
  const since = new Date(now().getTime() - goneAfterMs);
  const inTeam = tx.q
    .select({ id: teamMembers.memberId })
    .from(teamMembers)
    .where(and(eq(teamMembers.workspaceId, tx.workspaceId), eq(teamMembers.teamId, teamId ?? "")));
  const rows = await tx.q
    .select({ id: members.id, role: members.role, custom: roles.permissions })
    .from(availabilities)
    .innerJoin(members, and(eq(members.workspaceId, availabilities.workspaceId), eq(members.id, availabilities.id)))
    .leftJoin(roles, and(eq(roles.workspaceId, members.workspaceId), eq(roles.id, members.customRoleId)))
    .where(
      and(
        eq(availabilities.workspaceId, tx.workspaceId),
        eq(availabilities.state, "online"),
        sql`${availabilities.goneSince} is null and ${availabilities.lastSeenAt} > ${since.toISOString()}`,
        teamId === null ? undefined : inArray(members.id, inTeam),
      ),
    );
  return rows.filter((held) => permissionsOfMember(held).has("conversations:write")).map(({ id }) => id);
}

/** Those of these members who are on no call and have finished the one before, with what decides whose turn it is. */
export async function freeAmong(tx: TxContext, callId: string, memberIds: readonly string[]): Promise<Free[]> {
  if (memberIds.length === 0) return [];
  const rows = await tx.q
    .select({
      memberId: callLegs.memberId,
      isBusy: sql<boolean>`bool_or(${callLegs.state} <> 'ended' or ${callLegs.wrapUpUntil} > ${now().toISOString()})`,
      idleSince: sql<string | null>`max(${callLegs.endedAt}) filter (where ${callLegs.answeredAt} is not null)`,
      rung: sql<number>`(count(*) filter (where ${callLegs.callId} = ${callId}))::int`,
    })
    .from(callLegs)
    .where(
      and(
        eq(callLegs.workspaceId, tx.workspaceId),
        inArray(callLegs.memberId, [...memberIds]),
        // Whoever was on no call for a day has been idle long enough.
        or(ne(callLegs.state, "ended"), gt(callLegs.endedAt, new Date(now().getTime() - 24 * 60 * 60_000))),
      ),
    )
    .groupBy(callLegs.memberId);
  const known = new Map(rows.map((row) => [row.memberId, row]));
  return memberIds
    .filter((id) => !known.get(id)?.isBusy)
    .map((memberId) => {
      const row = known.get(memberId);
      return { memberId, idleSince: row?.idleSince ? new Date(row.idleSince) : null, rung: row?.rung ?? 0 };
    });
}
