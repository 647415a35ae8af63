import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  type PgColumn,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { members } from "../access/tables.ts";
import { connections } from "../connections/tables.ts";
import { messages } from "../conversations/tables.ts";
import { teams } from "../teams/tables.ts";
import {
  document,
  hidden,
  hiddenTeams,
  hiddenWithMessage,
  moment,
  owned,
  tenancy,
  within,
  workspaces,
} from "../workspaces/tables.ts";
import type { LineSettings } from "./line-settings.ts";

/** For what hangs on a call: hidden with it. */
const hiddenWithCall = (t: { workspaceId: PgColumn; callId: PgColumn }) =>
  hidden(sql`cardinality(${hiddenTeams}) > 0 and not exists (
    select 1 from calls c where c.workspace_id = ${t.workspaceId} and c.id = ${t.callId})`);

/** A number of the shop, and how it answers. */
export const phoneLines = pgTable(
  "phone_lines",
  {
    ...owned,
    connectionId: uuid().notNull(),
    /** E.164. */
    number: text().notNull(),
    name: text().notNull(),
    settings: document<LineSettings>().notNull(),
  },
  (t) => [
    ...tenancy(t),
    unique("phone_lines_number").on(t.workspaceId, t.connectionId, t.number),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type PhoneLine = typeof phoneLines.$inferSelect;

/**
 * One call, whatever legs it has: keyed by the leg it began with. It hangs on its entry among the messages, and goes and
 * is hidden with that.
 */
export const calls = pgTable(
  "calls",
  {
    ...owned,
    connectionId: uuid().notNull(),
    /** The provider's id of the leg it began with; null while that is being dialled. */
    externalId: text(),
    messageId: uuid().notNull(),
    direction: text({ enum: ["inbound", "outbound"] }).notNull(),
    /** The shop's number. */
    lineNumber: text().notNull(),
    /** The customer's, E.164; null: withheld. */
    otherNumber: text(),
    /**
     * What the customer is in: a menu; waiting to be answered; gone, and to be called back; being dialled; talking; with
     * the assistant; leaving a message; nothing any more.
     */
    state: text({
      enum: ["menu", "waiting", "callback", "dialling", "connected", "assistant", "voicemail", "ended"],
    }).notNull(),
    /** What it came to, once it ended. */
    outcome: text({ enum: ["answered", "missed", "voicemail", "assistant", "not_reached"] }),
    /** Why nobody answered. */
    reason: text({
      enum: ["hung_up_in_menu", "hung_up_waiting", "nobody_came", "closed", "busy", "no_answer", "failed", "canceled"],
    }),
    /** In whose queue it waits; null: everybody's. */
    teamId: uuid(),
    /** Who talks, or who alone is to be rung. */
    memberId: uuid(),
    strategy: text({ enum: ["round_robin", "broadcast"] }).notNull(),
    ringSeconds: integer().notNull(),
    /** Its place among those who wait; null while it waits for nobody. */
    queuedAt: moment(),
    /** When it goes elsewhere if nobody has come. */
    overflowAt: moment(),
    hasOverflowed: boolean().notNull().default(false),
    isRecorded: boolean().notNull(),
    startedAt: moment().notNull(),
    /** When the first person of the shop answered it. */
    answeredAt: moment(),
    /** When she asked to be called back, having waited. */
    callbackAt: moment(),
    assistantAt: moment(),
    endedAt: moment(),
    /** What the assistant tells who goes on. */
    summary: text(),
    /** What came of it, in one of the workspace's words, and more. */
    disposition: text(),
    dispositionNote: text(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithMessage(t),
    unique("calls_once").on(t.workspaceId, t.connectionId, t.externalId),
    index("calls_message").on(t.workspaceId, t.messageId),
    index("calls_newest").on(t.workspaceId, t.startedAt.desc(), t.id.desc()),
    index("calls_live").on(t.workspaceId, t.queuedAt).where(sql`state <> 'ended'`),
    within(t.workspaceId, t.messageId, messages),
    within(t.workspaceId, t.connectionId, connections),
    within(t.workspaceId, t.teamId, teams, "restrict"),
    within(t.workspaceId, t.memberId, members, "restrict"),
  ],
);
export type CallRow = typeof calls.$inferSelect;
export type CallState = CallRow["state"];

/** One phone or softphone in a call. */
export const callLegs = pgTable(
  "call_legs",
  {
    ...owned,
    callId: uuid().notNull(),
    role: text({ enum: ["customer", "member", "guest"] }).notNull(),
    memberId: uuid(),
    /** E.164, of who is no member; null: withheld. */
    number: text(),
    /** ring: the first to answer gets the call; add: comes to those who talk. */
    purpose: text({ enum: ["ring", "add"] }).notNull(),
    /** The provider's id; null until it is known. */
    externalId: text(),
    state: text({ enum: ["wanted", "dialling", "ringing", "answered", "ended"] }).notNull(),
    endReason: text({ enum: ["completed", "busy", "no_answer", "canceled", "failed"] }),
    answeredAt: moment(),
    endedAt: moment(),
    /** Whether it is in the room with the others, is kept on hold there, or is not heard. */
    isIn: boolean().notNull().default(false),
    onHold: boolean().notNull().default(false),
    muted: boolean().notNull().default(false),
    /** The newest that was told of the room: its time and its place within that second. */
    roomAt: moment(),
    roomSequence: integer(),
    /** The room it was told of: the provider counts anew in each. */
    roomId: text(),
    /** Its member is not rung again before; null: she may be. */
    wrapUpUntil: moment(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithCall(t),
    index("call_legs_call").on(t.workspaceId, t.callId),
    uniqueIndex("call_legs_once").on(t.workspaceId, t.externalId).where(sql`external_id is not null`),
    // Nobody is rung who is on a call, whatever runs at the same time.
    uniqueIndex("call_legs_one_per_member")
      .on(t.workspaceId, t.memberId)
      .where(sql`member_id is not null and state <> 'ended'`),
    index("call_legs_member").on(t.workspaceId, t.memberId, t.endedAt.desc()).where(sql`member_id is not null`),
    within(t.workspaceId, t.callId, calls),
    within(t.workspaceId, t.memberId, members, "restrict"),
  ],
);
export type CallLeg = typeof callLegs.$inferSelect;

/** What was recorded of a call; the sound is a file of `messageId`. */
export const callRecordings = pgTable(
  "call_recordings",
  {
    ...owned,
    callId: uuid().notNull(),
    externalId: text().notNull(),
    /** Null while only its transcript is known. */
    kind: text({ enum: ["call", "voicemail"] }),
    durationSeconds: integer(),
    /** In words, empty where nothing was said; null: none yet, or never, as `isTranscribed` says. */
    transcript: text(),
    isTranscribed: boolean().notNull().default(false),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithCall(t),
    unique("call_recordings_once").on(t.workspaceId, t.callId, t.externalId),
    within(t.workspaceId, t.callId, calls),
  ],
);
export type CallRecording = typeof callRecordings.$inferSelect;

/** What a call can come to, where the workspace does not go by the usual list. */
export const callDispositions = pgTable(
  "call_dispositions",
  { ...owned, names: document<string[]>().notNull() },
  (t) => [
    ...tenancy(t),
    unique("call_dispositions_once").on(t.workspaceId),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);

/** What was said in a call: with the assistant, and in one that is recorded. */
export const callLines = pgTable(
  "call_lines",
  {
    ...owned,
    callId: uuid().notNull(),
    n: integer().notNull(),
    speaker: text({ enum: ["customer", "ai", "shop"] }).notNull(),
    text: text().notNull(),
    spokenAt: moment().notNull(),
    /** The provider's id of what it wrote down; null: the assistant did. */
    externalId: text(),
    /** Of an answer: milliseconds from the end of the caller's words to its first. */
    firstWordsMs: integer(),
    /** The caller spoke into it; `text` is what she heard. */
    wasCut: boolean().notNull().default(false),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithCall(t),
    unique("call_lines_n").on(t.workspaceId, t.callId, t.n),
    unique("call_lines_once").on(t.workspaceId, t.callId, t.externalId),
    within(t.workspaceId, t.callId, calls),
  ],
);
export type CallLine = typeof callLines.$inferSelect;
