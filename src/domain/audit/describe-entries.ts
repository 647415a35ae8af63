import { inWorkspaces, type RawSql } from "../../platform/db.ts";
import { type Context, sightOf } from "../workspaces/index.ts";
import type { LoggedEvent } from "./chain.ts";
import { eventsById, namesOf, newestSeals } from "./queries.ts";
import { type Change, changesOf, partyOf, reasonOf, type Subject, subjectsOf } from "./rules.ts";

/** An event as people read it: who, what, before and after, why. */
export interface AuditEntry {
  seq: number;
  id: string;
  at: Date;
  name: string;
  actor: { type: string; id: string | null; name: string | null };
  /** With the names they have now, as far as the reader may see them. */
  subjects: (Subject & { name: string | null })[];
  changes: (Change & { fromName: string | null; toName: string | null })[];
  /** An event near enough to look up comes with its number and name. */
  cause: { type: string; id: string | null; seq: number | null; name: string | null } | null;
  reason: string | null;
  /** Whether the hash chain covers it. */
  sealed: boolean;
}

/** How far back a cause is looked for: an effect follows within moments. */
const causeWindow = 2000;

type Kind = Parameters<typeof namesOf>[2];

/** Who may read which names. The actor's is part of the trail itself. */
const kinds: Record<Kind, string> = {
  member: "audit:read",
  api_key: "audit:read",
  customer: "customers:read",
  conversation: "conversations:read",
  connection: "connections:read",
  tag: "tags:read",
  field: "fields:read",
  team: "teams:read",
  status: "statuses:read",
  rule: "rules:read",
  article: "knowledge:read",
};
const actorKinds: Record<string, Kind> = { member: "member", app: "api_key", customer: "customer", rule: "rule" };

/** Puts names beside the ids of events, in a few statements for all of them. */
export async function describeEntries(ctx: Context, events: readonly LoggedEvent[]): Promise<AuditEntry[]> {
  if (events.length === 0) return [];
  return inWorkspaces(ctx.db.app, sightOf(ctx), async (sql) => {
    const names = await readNames(ctx, sql, events);
    const causes = await readCauses(ctx, sql, events);
    const sealedSeq = (await newestSeals(sql, [ctx.workspaceId])).get(ctx.workspaceId)?.toSeq ?? 0;
    return events.map((event) => describe(event, { names, causes, sealedSeq }));
  });
}

interface Known {
  names: ReadonlyMap<string, string>;
  causes: ReadonlyMap<string, { seq: number; name: string }>;
  sealedSeq: number;
}

function describe(event: LoggedEvent, { names, causes, sealedSeq }: Known): AuditEntry {
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null));
  const actor = partyOf(event.actor) ?? { type: "unknown", id: null, job: null };
  const cause = partyOf(event.cause);
  const { seq, id, createdAt: at, name } = event;
  return {
    ...{ seq, id, at, name, reason: reasonOf(event), sealed: seq <= sealedSeq },
    actor: { type: actor.type, id: actor.id, name: actor.job ?? (actor.type === "ai" ? "AI agent" : nameOf(actor.id)) },
    subjects: subjectsOf(event).map((subject) => ({ ...subject, name: nameOf(subject.id) })),
    changes: changesOf(event).map((change) => ({
      ...change,
      fromName: nameOf(change.from),
      toName: nameOf(change.to),
    })),
    cause: cause && {
      ...{ type: cause.type, id: cause.id },
      seq: causes.get(cause.id ?? "")?.seq ?? null,
      name: causes.get(cause.id ?? "")?.name ?? null,
    },
  };
}

async function readNames(ctx: Context, sql: RawSql, events: readonly LoggedEvent[]): Promise<Map<string, string>> {
  const wanted = new Map<Kind, Set<string>>();
  const want = (kind: string | undefined, id: string | null) => {
    if (id === null || !isUuid(id) || !isKind(kind) || !mayName(ctx, kind)) return;
    wanted.set(kind, (wanted.get(kind) ?? new Set()).add(id));
  };
  for (const event of events) {
    const actor = partyOf(event.actor);
    if (actor) want(actorKinds[actor.type], actor.id);
    for (const { type, id } of subjectsOf(event)) want(nounOf(type), id);
    for (const { from, to } of changesOf(event)) for (const id of [from, to]) want(changedKind(event), id);
  }
  const names = new Map<string, string>();
  for (const [kind, ids] of wanted) {
    for (const { id, name } of await namesOf(sql, ctx.workspaceId, kind, [...ids])) names.set(id, name);
  }
  return names;
}

/** Whose ids an event's change holds, if it holds ids. */
function changedKind({ name }: LoggedEvent): Kind {
  if (name === "conversation.status_changed") return "status";
  return name.endsWith(".team_changed") ? "team" : "member";
}

async function readCauses(ctx: Context, sql: RawSql, events: readonly LoggedEvent[]): Promise<Known["causes"]> {
  const ids = events.flatMap(({ cause }) => {
    const party = partyOf(cause);
    return party?.type === "event" && party.id !== null && isUuid(party.id) ? [party.id] : [];
  });
  if (ids.length === 0) return new Map();
  const seqs = events.map(({ seq }) => seq);
  const stretch = { fromSeq: Math.min(...seqs) - causeWindow, toSeq: Math.max(...seqs) };
  const found = await eventsById(sql, { workspaceId: ctx.workspaceId, ...stretch }, [...new Set(ids)]);
  return new Map(found.map((event) => [event.id, event]));
}

function mayName({ permissions }: Context, kind: Kind): boolean {
  return permissions === "all" || permissions.has(kinds[kind]);
}

/** `into_conversation` is a conversation. */
function nounOf(type: string): string {
  return Object.keys(kinds).find((kind) => type.endsWith(`_${kind}`)) ?? type;
}

function isKind(kind: string | undefined): kind is Kind {
  return kind !== undefined && Object.hasOwn(kinds, kind);
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}
