import type { RawSql } from "../../platform/db.ts";
import { fold } from "../../platform/fold.ts";
import { asksForMe, type Condition, type Filter } from "../filters/index.ts";
import { findView } from "../views/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type FieldTerm, misunderstood, type ParsedQuery } from "./parse-query.ts";
import { addressTerm, foldWord, orderKey, phoneTerm, tokensOf } from "./tokens.ts";

/** Terms of which a document must have one. */
export type Group = string[];

/** What the fields of a query ask for. */
export interface Asked {
  /** Of messages, customers and orders. */
  groups: Group[];
  refused: Group[];
  /** Of conversations: as their documents have it, and as a filter on their rows, which are never behind. */
  conversationGroups: Group[];
  conversationRefused: Group[];
  conditions: { condition: Filter; not: boolean }[];
  /** Folders asked for by name; else spam and trash are left out. */
  folders: string[];
  from: Date | null;
  to: Date | null;
  /** Asks for what only messages have, or only conversations: customers and orders are not looked for. */
  ofMessages: boolean;
  ofConversations: boolean;
}

type Handler = (at: { sql: RawSql; ctx: Context; term: FieldTerm; asked: Asked; top: number }) => Promise<void> | void;

/**
 * Looks up what the fields of a query name.
 * @param top one more than the greatest number of a document.
 * @throws AppError("invalid_input") with its place, for what does not exist.
 */
export async function resolveFields(sql: RawSql, ctx: Context, { fields }: ParsedQuery, top: number): Promise<Asked> {
  const asked: Asked = {
    ...{ groups: [], refused: [], conversationGroups: [], conversationRefused: [], conditions: [], folders: [] },
    ...{ from: null, to: null, ofMessages: false, ofConversations: false },
  };
  for (const term of fields) await handlers[term.field]({ sql, ctx, term, asked, top });
  return asked;
}

const party =
  (field: "from" | "to"): Handler =>
  ({ term, asked }) => {
    asked.ofMessages = true;
    for (const group of partyGroups(field, term)) (term.not ? asked.refused : asked.groups).push(group);
  };

const handlers: Record<FieldTerm["field"], Handler> = {
  from: party("from"),
  to: party("to"),
  async customer({ sql, term, asked, top }) {
    const ids = await customersNamed(sql, term.value, top);
    ofCustomers(asked, ids, term);
  },
  async order({ sql, term, asked, top }) {
    const key = orderKey(term.value);
    const rows = await sql<{ customerId: string }[]>`
      select distinct customer_id as "customerId" from search_candidates('order', ${JSON.stringify([[`order:${key}`]])}::text::jsonb,
        '[]', ${top}::float8::bigint, null, '-infinity', 'infinity', null, null, 50) where id is not null`;
    ofCustomers(
      asked,
      rows.map(({ customerId }) => customerId),
      term,
    );
  },
  async tag({ sql, ctx, term, asked }) {
    const [tag] = await sql<{ id: string }[]>`
      select id from tags where workspace_id = ${ctx.workspaceId} and name_key = ${fold(term.value.trim())}`;
    if (!tag) throw misunderstood(`There is no tag “${term.value}”`, term);
    ofConversation(asked, term, [`tag:${tag.id}`], { field: "tag", operator: "any_of", value: [tag.id] });
  },
  status: ({ term, asked }) => choice(asked, term, "status", ["open", "waiting", "closed"]),
  channel: ({ term, asked }) => choice(asked, term, "channel", ["email", "sms", "voice", "chat"]),
  priority: ({ term, asked }) => choice(asked, term, "priority", ["low", "normal", "high", "urgent"]),
  async assignee({ sql, ctx, term, asked }) {
    if (term.value.toLowerCase() === "none") return unassigned(asked, term);
    const isMe = term.value.toLowerCase() === "me";
    const id = isMe ? me(ctx, term) : await memberNamed(sql, ctx.workspaceId, term);
    ofConversation(asked, term, [`assignee:${id}`], { field: "assignee", operator: "is", value: id });
  },
  async team({ sql, ctx, term, asked }) {
    const [team] = await sql<{ id: string }[]>`
      select id from teams where workspace_id = ${ctx.workspaceId} and lower(name) = lower(${term.value})
      order by archived_at nulls first limit 1`;
    if (!team) throw misunderstood(`There is no team “${term.value}”`, term);
    ofConversation(asked, term, [`team:${team.id}`], { field: "team", operator: "is", value: team.id });
  },
  async view({ ctx, term, asked }) {
    const filter = await findView(ctx, term.value);
    if (!filter) throw misunderstood(`There is no view “${term.value}”`, term);
    if (asksForMe(filter)) me(ctx, term);
    asked.ofConversations = true;
    asked.conditions.push({ condition: filter, not: term.not });
    // A view says itself what it wants of spam and trash.
    if (!term.not) asked.folders.push("spam", "trash");
  },
  before: ({ term, asked }) => {
    asked.to = earlier(asked.to, periodOf(term).from);
  },
  after: ({ term, asked }) => {
    asked.from = later(asked.from, periodOf(term).from);
  },
  is({ ctx, term, asked }) {
    const value = term.value.toLowerCase();
    if (["note", "reply", "customer"].includes(value)) {
      asked.ofMessages = true;
      (term.not ? asked.refused : asked.groups).push([`is:${value}`]);
    } else if (["open", "waiting", "closed", "spam", "trash"].includes(value)) {
      if (!term.not) asked.folders.push(value);
      ofConversation(asked, term, [`folder:${value}`], { field: "folder", operator: "is", value });
    } else if (value === "unassigned") unassigned(asked, term);
    else if (value === "mine") {
      const id = me(ctx, term);
      ofConversation(asked, term, [`assignee:${id}`], { field: "assignee", operator: "is", value: id });
    } else if (value === "snoozed") {
      ofConversation(asked, term, ["is:snoozed"], { field: "snoozed_until", operator: "is_set" });
    } else
      throw notOneOf(term, "open waiting closed spam trash mine unassigned snoozed note reply customer".split(" "));
  },
  has({ term, asked }) {
    if (!/^attachments?$/i.test(term.value)) throw notOneOf(term, ["attachment"]);
    asked.ofMessages = true;
    (term.not ? asked.refused : asked.groups).push(["has:attachment"]);
  },
};

function partyGroups(field: string, { value }: FieldTerm): Group[] {
  if (value.includes("@")) return [[`${field}:${addressTerm(value)}`]];
  const phone = /^[\d\s()./+-]+$/.test(value) ? phoneTerm(value) : null;
  if (phone) return [[`${field}:${phone}`]];
  const words = [...tokensOf(value)].map(({ word }) => [`${field}:${word}`]);
  // Nothing but signs: found by nobody.
  return words.length > 0 ? words : [[`${field}:`]];
}

function ofConversation(asked: Asked, { not }: FieldTerm, group: Group, condition: Condition): void {
  asked.ofConversations = true;
  (not ? asked.conversationRefused : asked.conversationGroups).push(group);
  asked.conditions.push({ condition, not });
}

/** Of everything that belongs to these customers. */
function ofCustomers(asked: Asked, ids: readonly string[], { not }: FieldTerm): void {
  const group = ids.length > 0 ? ids.map((id) => `customer:${id}`) : ["customer:nobody"];
  (not ? asked.refused : asked.groups).push(group);
  (not ? asked.conversationRefused : asked.conversationGroups).push(group);
}

function choice(asked: Asked, term: FieldTerm, field: string, words: readonly string[]): void {
  const value = term.value.toLowerCase();
  if (!words.includes(value)) throw notOneOf(term, words);
  ofConversation(asked, term, [`${field}:${value}`], { field, operator: "is", value });
}

function unassigned(asked: Asked, term: FieldTerm): void {
  ofConversation(asked, term, ["assignee:none"], { field: "assignee", operator: "is_not_set" });
}

function me({ actor }: Context, term: FieldTerm): string {
  if (actor.type === "member") return actor.id;
  throw misunderstood(`${term.field}:${term.value} is for a person who is logged in`, term);
}

function notOneOf(term: FieldTerm, words: readonly string[]) {
  return misunderstood(`${term.field}: is one of ${words.join(", ")}`, term);
}

/** By address or by the words of the name; at most 100. */
async function customersNamed(sql: RawSql, value: string, top: number): Promise<string[]> {
  const isId = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value);
  if (isId) return [value.toLowerCase()];
  const phone = /^[\d\s()./+-]+$/.test(value) ? phoneTerm(value) : null;
  const groups = value.includes("@")
    ? [[addressTerm(value)]]
    : phone
      ? [[phone]]
      : [...tokensOf(value)].map(({ word }) => [word]);
  if (groups.length === 0) return [];
  const rows = await sql<{ id: string }[]>`
    select c.id from search_candidates('customer', ${JSON.stringify(groups)}::text::jsonb, '[]', ${top}::float8::bigint, null,
      '-infinity', 'infinity', null, null, 100) c where c.id is not null`;
  return rows.map(({ id }) => id);
}

/** By email, or by a name that only one has. */
async function memberNamed(sql: RawSql, workspaceId: string, term: FieldTerm): Promise<string> {
  const members = await sql<{ id: string; name: string; email: string }[]>`
    select id, name, email from members where workspace_id = ${workspaceId}`;
  const wanted = foldWord(term.value);
  const fitting = members.filter(({ email }) => email.toLowerCase() === term.value.toLowerCase());
  const named = members.filter(({ name }) => foldWord(name) === wanted || foldWord(name.split(" ")[0]!) === wanted);
  const [found, second] = fitting.length > 0 ? fitting : named;
  if (!found) throw misunderstood(`There is no colleague “${term.value}”`, term);
  if (second) throw misunderstood(`There are several called “${term.value}”: give the email address`, term);
  return found.id;
}

/** A year, a month or a day (UTC), or a moment. */
function periodOf(term: FieldTerm): { from: Date } {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(term.value) ?? [];
  const text = year ? `${year}-${month ?? "01"}-${day ?? "01"}T00:00:00.000Z` : term.value;
  const isMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const from = new Date(isMoment ? text : Number.NaN);
  const isReal = !Number.isNaN(from.getTime()) && (!day || from.toISOString().slice(0, 10) === term.value);
  if (!isReal) throw misunderstood(`${term.field}: takes a date such as 2026-11-21, 2026-11 or 2026`, term);
  if (term.not)
    throw misunderstood(`-${term.field}: says nothing: take ${term.field === "before" ? "after" : "before"}:`, term);
  return { from };
}

function earlier(a: Date | null, b: Date): Date {
  return a && a < b ? a : b;
}

function later(a: Date | null, b: Date): Date {
  return a && a > b ? a : b;
}
