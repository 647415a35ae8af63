import type { LoggedEvent } from "./chain.ts";

/** What an event says about a state before and after: ids or words of a closed list. */
export interface Change {
  field: string;
  from: string | null;
  to: string | null;
}

/** A thing that an event is about. */
export interface Subject {
  /** "conversation", "message", "api_key" … */
  type: string;
  id: string;
}

/** The field whose value `from` and `to` are, where the event's own name does not say it. */
const fields: Record<string, string> = {
  "conversation.assigned": "assignee",
  "conversation.closed": "status",
  "conversation.reopened": "status",
  "conversation.snoozed": "status",
  "conversation.woken": "status",
  "conversation.prioritized": "priority",
  "conversation.status_changed": "status",
  "channel.updated": "rule",
  "conversation.team_changed": "team",
  "connection.team_changed": "team",
  "team.visibility_changed": "visibility",
  "team.mode_changed": "assignment",
  "availability.changed": "availability",
  "bulk_action.started": "action",
  "action_policy.changed": "version",
  "rule.ran": "outcome",
  "member.joined": "role",
  "member.role_changed": "role",
  "role.created": "permissions",
  "role.updated": "permissions",
  "role.deleted": "permissions",
  "api_key.created": "scopes",
  "api_key.revoked": "scopes",
};

/** Events written before they carried a change have none. */
export function changesOf({ name, data }: Pick<LoggedEvent, "name" | "data">): Change[] {
  const { from, to } = asRecord(data);
  if (from === undefined && to === undefined) return [];
  const field = fields[name] ?? (name.startsWith("action.") ? "kind" : undefined);
  return [{ field: field ?? name.split(".").at(-1)!, from: textOf(from), to: textOf(to) }];
}

/** `conversationId: "…"` is a conversation with that id. */
export function subjectsOf({ data }: Pick<LoggedEvent, "data">): Subject[] {
  return Object.entries(asRecord(data)).flatMap(([key, value]) => {
    if (!key.endsWith("Id") || typeof value !== "string") return [];
    return [{ type: key.slice(0, -2).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), id: value }];
  });
}

/** The reason a verb was given, if it takes one. */
export function reasonOf({ data }: Pick<LoggedEvent, "data">): string | null {
  return textOf(asRecord(data).reason);
}

/** `type` and `id` of an actor or a cause. The system has a job in place of an id. */
export function partyOf(value: unknown): { type: string; id: string | null; job: string | null } | null {
  const { type, id, job } = asRecord(value);
  return typeof type === "string" ? { type, id: textOf(id), job: textOf(job) } : null;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value);
}
