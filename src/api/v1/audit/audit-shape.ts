import { z } from "zod";
import type { AuditEntry, AuditFilter } from "../../../domain/audit/index.ts";

/** Which entries of the trail; the same for the list and the export. */
export const auditFilterInput = {
  actorType: z
    .enum(["member", "app", "ai", "customer", "rule", "system"])
    .optional()
    .describe("What kind of actor did it."),
  actorId: z.uuid().optional().describe("The member, API key, AI run or customer who did it."),
  event: z
    .string()
    .regex(/^[a-z_]{1,40}(\.[a-z_]{1,40})?$/, "A name such as conversation.closed, or a noun such as conversation")
    .optional()
    .describe("A name such as `conversation.closed`, or a noun such as `conversation` for all of its events."),
  subjectId: z
    .uuid()
    .optional()
    .describe("What it happened to: a conversation, message, customer, member, connection … that the event names."),
  from: z.iso.datetime({ offset: true }).optional().describe("Not before this moment."),
  to: z.iso.datetime({ offset: true }).optional().describe("Before this moment."),
};

export function toFilter({ from, to, ...ids }: z.output<z.ZodObject<typeof auditFilterInput>>): AuditFilter {
  return { ...ids, ...(from !== undefined && { from: new Date(from) }), ...(to !== undefined && { to: new Date(to) }) };
}

export const auditEntryShape = z
  .object({
    seq: z.number().int().describe("Its number in the log."),
    id: z.uuid(),
    at: z.iso.datetime(),
    name: z.string(),
    actor: z.object({ type: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
    subjects: z
      .array(z.object({ type: z.string(), id: z.string(), name: z.string().nullable() }))
      .describe("What it happened to, with today's names as far as the reader may see them."),
    changes: z.array(
      z.object({
        field: z.string(),
        from: z.string().nullable().describe("An id or a word of a closed list."),
        to: z.string().nullable(),
        fromName: z.string().nullable().describe("Today's name, where `from` is an id."),
        toName: z.string().nullable(),
      }),
    ),
    cause: z
      .object({
        type: z.string(),
        id: z.string().nullable(),
        seq: z.number().int().nullable().describe("Of the event that led to this one."),
        name: z.string().nullable(),
      })
      .nullable()
      .describe("The request or the event that led to it."),
    reason: z.string().nullable(),
    sealed: z.boolean().describe("Whether the hash chain covers it; new entries are sealed within a minute or two."),
  })
  .meta({ id: "AuditEntry" });

export function showEntry(entry: AuditEntry): z.input<typeof auditEntryShape> {
  return { ...entry, at: entry.at.toISOString() };
}
