import { z } from "zod";
import type { Conversation } from "../conversations/index.ts";
import { type FieldValue, longest } from "../fields/index.ts";

/** What can be done to a conversation by naming it: to one, or to many together. */
export type Change =
  | { type: "tag" | "untag"; tagId: string }
  | { type: "close" | "reopen" | "mark_spam" | "unmark_spam" | "trash" | "restore" }
  /** Null: until the customer writes. */
  | { type: "snooze"; until: string | null }
  /** Null: nobody, no team. Absent: as it was. */
  | { type: "assign"; memberId?: string | null | undefined; teamId?: string | null | undefined }
  | { type: "set_status"; statusId: string }
  | { type: "set_priority"; priority: Conversation["priority"] }
  /** The key of a field of conversations; null empties it. */
  | { type: "set_field"; key: string; value: FieldValue | null };

/** As a caller writes those that say the same whenever and by whomever they are done. */
export const plainChanges = [
  z.strictObject({ type: z.literal("tag"), tagId: z.uuid() }),
  z.strictObject({ type: z.literal("untag"), tagId: z.uuid() }),
  z.strictObject({ type: z.literal("close") }),
  z.strictObject({ type: z.literal("reopen") }),
  z.strictObject({ type: z.literal("set_status"), statusId: z.uuid() }),
  z.strictObject({ type: z.literal("set_priority"), priority: z.enum(["low", "normal", "high", "urgent"]) }),
  z.strictObject({ type: z.literal("mark_spam") }),
  z.strictObject({ type: z.literal("unmark_spam") }),
  z.strictObject({ type: z.literal("trash") }),
  z.strictObject({ type: z.literal("restore") }),
  z.strictObject({
    type: z.literal("set_field"),
    key: z.string().min(1).max(longest.key).describe("Of a custom field of conversations."),
    value: z
      .union([z.string(), z.number(), z.boolean(), z.array(z.string()).max(200)])
      .nullable()
      .describe("Null empties it."),
  }),
] as const;

export const ownerAfter = {
  memberId: z.uuid().nullable().optional().describe("Null: nobody. Absent: whoever has it keeps it."),
  teamId: z.uuid().nullable().optional().describe("Null: no team. Absent: as it was."),
};
