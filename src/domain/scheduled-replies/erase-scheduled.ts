import { and, eq, inArray, sql } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { scheduledReplies } from "./tables.ts";

/** Replies that wait in these conversations, and their files; the replies themselves go with the conversations. */
export async function waitingIn(
  tx: TxContext,
  conversationIds: readonly string[],
): Promise<{ ids: string[]; files: string[] }> {
  const rows = await tx.q
    .select({ id: scheduledReplies.id, attachmentIds: scheduledReplies.attachmentIds })
    .from(scheduledReplies)
    .where(
      and(
        eq(scheduledReplies.workspaceId, tx.workspaceId),
        inArray(scheduledReplies.conversationId, [...conversationIds]),
      ),
    );
  return { ids: rows.map(({ id }) => id), files: rows.flatMap(({ attachmentIds }) => attachmentIds) };
}

/**
 * Takes a person's addresses out of replies that wait: they go to the others named, if there are any.
 * @param like patterns of SQL's LIKE; what fits none holds none of them.
 */
export async function redactScheduled(
  tx: TxContext,
  { like, redact }: { like: readonly string[]; redact: (text: string) => string },
): Promise<void> {
  const patterns = sql`select json_array_elements_text(${JSON.stringify(like)}::text::json)`;
  const rows = await tx.q
    .select()
    .from(scheduledReplies)
    .where(
      and(
        eq(scheduledReplies.workspaceId, tx.workspaceId),
        sql`lower(${scheduledReplies}::text) like any (array(${patterns}))`,
      ),
    )
    .for("update");
  const others = (people: (typeof rows)[number]["to"]) => people.filter(({ address }) => redact(address) === address);
  const inStep = (one: (typeof rows)[number]["steps"][number]) =>
    one.type === "add_note" ? { ...one, body: redact(one.body) } : one;
  for (const { id, body, steps, to, cc, bcc } of rows) {
    await tx.q
      .update(scheduledReplies)
      .set({ body: redact(body), steps: steps.map(inStep), to: others(to), cc: others(cc), bcc: others(bcc) })
      .where(and(eq(scheduledReplies.workspaceId, tx.workspaceId), eq(scheduledReplies.id, id)));
  }
}
