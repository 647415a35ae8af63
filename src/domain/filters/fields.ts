import type { RawSql } from "../../platform/db.ts";
import { foldedKeyOf, foldedKeySql } from "./folded.ts";
import type { Fragment, Kind, Scalar } from "./kinds.ts";
import type { Snapshot } from "./snapshots.ts";

/** What a reference points to, for look-ups and pickers. */
export type Target = "member" | "team" | "tag" | "customer" | "connection";

/** Where a condition is asked: `c` is the row of `conversations`. */
export interface Place {
  sql: RawSql;
  workspaceId: string;
}

/**
 * Everything there is to know about a field, said once: validation, SQL, evaluation in memory, the API's description
 * and the builder come from here. `hold` and `holds` must tell the same values.
 */
export interface FieldDefinition {
  name: string;
  label: string;
  kind: Kind;
  /** Under what it is offered; absent: what is the conversation's own. */
  group?: "customer" | "orders";
  /** May hold several values at once. */
  many: boolean;
  /** May hold none. */
  optional: boolean;
  /** Of a choice: the words, with what people call them. */
  choices?: readonly { value: string; label: string; archived?: boolean }[];
  refers?: Target;
  /** Out of use: filters that name it go on, and say so. */
  archived?: boolean;
  /** Of a field the workspace defined: its id, by which its values are read. */
  customFieldId?: string;
  /** How text is compared; both the value held and the one asked for are brought into this form. */
  keyOf?: (text: string) => string;
  /** Of money: what it holds in one currency. Amounts are compared with amounts of the same currency only. */
  inCurrency?: (currency: string) => Pick<FieldDefinition, "holds" | "held">;
  /** SQL for "some value held fits"; without a condition: "holds a value". */
  holds(place: Place, fits: ((column: Fragment) => Fragment) | null): Fragment;
  /** The values a row holds. */
  held(row: Snapshot): readonly Scalar[];
}

type Column = (sql: RawSql) => Fragment;

/** A field that is a column of the conversation. */
function column(
  definition: Pick<FieldDefinition, "name" | "label" | "kind"> & Partial<FieldDefinition>,
  of: Column,
  value: (row: Snapshot) => Scalar | null,
): FieldDefinition {
  const optional = definition.optional ?? false;
  return {
    ...definition,
    ...{ optional, many: false },
    // Never null, so that "not" means the same as in memory.
    holds: ({ sql }, fits) => {
      const isThere = optional ? sql`${of(sql)} is not null` : sql`true`;
      if (!fits) return isThere;
      return optional ? sql`(${isThere} and ${fits(of(sql))})` : fits(of(sql));
    },
    held: (row) => {
      const one = value(row);
      return one === null ? [] : [one];
    },
  };
}

const capitalised = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);
const choices = (...words: string[]) => words.map((value) => ({ value, label: capitalised(value) }));
const ms = (at: Date | null) => at?.getTime() ?? null;

/** What every workspace can ask; what shops know, its own tags and fields come beside: see `openFields`. */
export const builtIn: readonly FieldDefinition[] = [
  column(
    { name: "status", label: "Status", kind: "choice", choices: choices("open", "waiting", "closed") },
    (sql) => sql`c.status`,
    (row) => row.status,
  ),
  column(
    {
      name: "folder",
      label: "Folder",
      kind: "choice",
      choices: choices("open", "waiting", "closed", "spam", "trash", "merged"),
    },
    (sql) => sql`c.folder`,
    (row) => row.folder,
  ),
  column(
    { name: "priority", label: "Priority", kind: "choice", choices: choices("low", "normal", "high", "urgent") },
    (sql) => sql`c.priority`,
    (row) => row.priority,
  ),
  column(
    {
      name: "channel",
      label: "Channel",
      kind: "choice",
      choices: [...choices("email", "voice", "chat"), { value: "sms", label: "SMS" }],
    },
    (sql) => sql`c.channel`,
    (row) => row.channel,
  ),
  column(
    { name: "assignee", label: "Assignee", kind: "reference", refers: "member", optional: true },
    (sql) => sql`c.assignee_id`,
    (row) => row.assigneeId,
  ),
  column(
    { name: "team", label: "Team", kind: "reference", refers: "team", optional: true },
    (sql) => sql`c.team_id`,
    (row) => row.teamId,
  ),
  column(
    { name: "customer", label: "Customer", kind: "reference", refers: "customer", group: "customer" },
    (sql) => sql`c.customer_id`,
    (row) => row.customerId,
  ),
  column(
    { name: "connection", label: "Mailbox or number", kind: "reference", refers: "connection" },
    (sql) => sql`c.connection_id`,
    (row) => row.connectionId,
  ),
  column(
    { name: "created_at", label: "Created", kind: "moment" },
    (sql) => sql`c.created_at`,
    (row) => ms(row.createdAt),
  ),
  column(
    { name: "last_message_at", label: "Last message", kind: "moment" },
    (sql) => sql`c.last_message_at`,
    (row) => ms(row.lastMessageAt),
  ),
  column(
    { name: "waiting_since", label: "Waiting since", kind: "moment", optional: true },
    (sql) => sql`c.waiting_since`,
    (row) => ms(row.waitingSince),
  ),
  column(
    { name: "snoozed_until", label: "Snoozed until", kind: "moment", optional: true },
    (sql) => sql`c.snoozed_until`,
    (row) => ms(row.snoozedUntil),
  ),
  column(
    { name: "message_count", label: "Messages", kind: "number" },
    (sql) => sql`c.message_count`,
    (row) => row.messageCount,
  ),
  column(
    { name: "subject", label: "Subject", kind: "text", keyOf: foldedKeyOf },
    (sql) => foldedKeySql(sql, sql`c.subject`),
    (row) => foldedKeyOf(row.subject),
  ),
];
