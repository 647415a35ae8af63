import type { BulkAction, Field, Member, Status, Tag, Team } from "../api/types.ts";
import type { SnoozeTime } from "../conversation/snooze-times.ts";

export type Action = BulkAction["action"];
export const groups = ["assign", "tag", "time", "more"] as const;
export type Group = (typeof groups)[number];

/** Something that can be done to what is chosen. A field still needs its value. */
export interface ActionChoice {
  group: Group;
  label: string;
  choice: { action: Action } | { field: Field };
}

/** What there is to choose from, as it is known on this side. */
export interface Catalogue {
  selfId: string;
  members: readonly Pick<Member, "id" | "name" | "role">[];
  teams: readonly Pick<Team, "id" | "name">[];
  tags: readonly Pick<Tag, "id" | "name">[];
  fields: readonly Field[];
  times: readonly SnoozeTime[];
  /** The workspace's own. */
  statuses: readonly Pick<Status, "id" | "name">[];
}

const priorities = [
  ["urgent", "Urgent"],
  ["high", "High"],
  ["normal", "Normal"],
  ["low", "Low"],
] as const;

/** Everything that can be done, in the order in which it is offered. */
export function choicesOf({ selfId, members, teams, tags, fields, times, statuses }: Catalogue): ActionChoice[] {
  const others = members.filter(({ id, role }) => id !== selfId && role !== "observer");
  const of = (group: Group, label: string, action: Action): ActionChoice => ({ group, label, choice: { action } });
  return [
    of("assign", "Assign to me", { type: "assign", memberId: selfId }),
    ...others.map(({ id, name }) => of("assign", `Assign to ${name}`, { type: "assign", memberId: id })),
    ...teams.map(({ id, name }) => of("assign", `Move to the team ${name}`, { type: "assign", teamId: id })),
    of("assign", "Assign to nobody", { type: "assign", memberId: null }),
    of("assign", "Take out of the team", { type: "assign", teamId: null }),
    ...tags.map(({ id, name }) => of("tag", `Tag ${name}`, { type: "tag", tagId: id })),
    ...tags.map(({ id, name }) => of("tag", `Take off ${name}`, { type: "untag", tagId: id })),
    ...times.map(({ label, at }) => of("time", `Snooze: ${label}`, { type: "snooze", until: at.toISOString() })),
    of("time", "Snooze: until the customer writes", { type: "snooze", until: null }),
    ...priorities.map(([priority, label]) => of("time", `Priority: ${label}`, { type: "set_priority", priority })),
    of("more", "Close", { type: "close" }),
    of("more", "Open", { type: "reopen" }),
    ...statuses.map(({ id, name }) => of("more", `Status: ${name}`, { type: "set_status", statusId: id })),
    of("more", "Mark as spam", { type: "mark_spam" }),
    of("more", "Not spam", { type: "unmark_spam" }),
    of("more", "Move to the trash", { type: "trash" }),
    of("more", "Restore from the trash", { type: "restore" }),
    ...fields
      .filter(({ entity }) => entity === "conversation")
      .map((field): ActionChoice => ({ group: "more", label: `Set ${field.label}…`, choice: { field } })),
  ];
}

/** Drawn at once; typing finds the others. */
const most = 60;

/**
 * Those that hold every word typed. Before anything is typed those of one group; what is typed is looked for in all of
 * them, its own group first.
 */
export function narrow(choices: readonly ActionChoice[], group: Group, typed: string): ActionChoice[] {
  const fitting = holding(choices, typed);
  const own = fitting.filter((choice) => choice.group === group);
  const found = typed.trim() === "" ? own : [...own, ...fitting.filter((choice) => choice.group !== group)];
  return found.slice(0, most);
}

/** Those whose label holds every word typed. */
export function holding<Choice extends { label: string }>(choices: readonly Choice[], typed: string): Choice[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  return choices.filter(({ label }) => words.every((word) => fold(label).includes(word)));
}

function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}
