import { z } from "zod";
import { snoozeConversation as snooze } from "../../../domain/conversations/index.ts";
import { isTimeZone, momentIn } from "../../../platform/time-zones.ts";
import { endpoint } from "../../endpoint.ts";
import { InvalidInput } from "../../errors.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const snoozeConversation = endpoint({
  method: "put",
  path: "/v1/conversations/:conversationId/snooze",
  scope: "conversations:write",
  summary: "Set a conversation aside until a moment, or until the customer writes",
  tag: "Conversations",
  input: z.object({
    conversationId: z.uuid(),
    until: z
      .union([z.iso.datetime({ offset: true }), z.iso.datetime({ local: true })])
      .nullable()
      .describe(
        "With an offset (`2026-03-30T09:00:00+02:00`), or as clocks of `timeZone` show it (`2026-03-30T09:00`). Null: " +
          "until the customer writes.",
      ),
    timeZone: z
      .string()
      .max(60)
      .refine(isTimeZone, { error: "There is no such time zone: take an IANA name such as Europe/Berlin", abort: true })
      .optional()
      .describe("The IANA name of a time zone. Needed without an offset, refused with one."),
  }),
  output: conversationShape,
  async run(ctx, { conversationId, until, timeZone }) {
    await snooze(ctx, { conversationId, until: until === null ? null : momentOf(until, timeZone) });
    return showConversationById(ctx, conversationId);
  },
});

function momentOf(until: string, timeZone: string | undefined): Date {
  const hasOffset = /(?:Z|[+-]\d{2}:\d{2})$/.test(until);
  if (hasOffset && timeZone === undefined) return new Date(until);
  if (!hasOffset && timeZone !== undefined) return momentIn(timeZone, until);
  const message = hasOffset ? "`until` has an offset: leave the time zone out" : "Needed: `until` has no offset";
  throw new InvalidInput([{ path: "timeZone", message }]);
}
