import { and, eq, inArray, sql } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { memberDrafts } from "./tables.ts";

/** The files that members' drafts in these conversations name; the drafts themselves go with the conversations. */
export async function filesOfDrafts(tx: TxContext, conversationIds: readonly string[]): Promise<string[]> {
  const rows = await tx.q
    .select({ attachmentIds: memberDrafts.attachmentIds })
    .from(memberDrafts)
    .where(
      and(eq(memberDrafts.workspaceId, tx.workspaceId), inArray(memberDrafts.conversationId, [...conversationIds])),
    );
  return rows.flatMap(({ attachmentIds }) => attachmentIds);
}

/**
 * Takes a person's addresses out of what members are writing.
 * @param like patterns of SQL's LIKE; what fits none holds none of them.
 */
export async function redactDrafts(
  tx: TxContext,
  { like, redact }: { like: readonly string[]; redact: (text: string) => string },
): Promise<void> {
  const patterns = sql`select json_array_elements_text(${JSON.stringify(like)}::text::json)`;
  const rows = await tx.q
    .select()
    .from(memberDrafts)
    .where(
      and(eq(memberDrafts.workspaceId, tx.workspaceId), sql`lower(${memberDrafts.body}) like any (array(${patterns}))`),
    )
    .for("update");
  for (const { id, body, version } of rows) {
    // A new version: a window that still has the old text is told, and cannot bring it back unseen.
    await tx.q
      .update(memberDrafts)
      .set({ body: redact(body), version: version + 1 })
      .where(and(eq(memberDrafts.workspaceId, tx.workspaceId), eq(memberDrafts.id, id)));
  }
}
