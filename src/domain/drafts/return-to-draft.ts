import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import type { TxContext } from "../events/index.ts";
import { type DraftPlace, isDraft } from "./queries.ts";
import { memberDrafts } from "./tables.ts";

/** Puts back what was sent and called back, in front of what its author has written since. */
export async function returnToDraft(
  tx: TxContext,
  returned: DraftPlace & { memberId: string; body: string; attachmentIds: string[] },
): Promise<void> {
  const { memberId, conversationId, kind, body, attachmentIds } = returned;
  const version = now().getTime();
  const draft = { memberId, conversationId, kind, body, attachmentIds, version, updatedAt: now() };
  const row = { workspaceId: tx.workspaceId, id: newId(), ...draft };
  const [made] = await tx.q.insert(memberDrafts).values(row).onConflictDoNothing().returning({ id: memberDrafts.id });
  if (made) return;
  const [before] = await tx.q.select().from(memberDrafts).where(isDraft(tx, returned)).for("update");
  await tx.q
    .update(memberDrafts)
    .set({
      body: before!.body.trim() === "" ? body : `${body}\n\n${before!.body}`,
      attachmentIds: [...attachmentIds, ...before!.attachmentIds],
      version: before!.version + 1,
      updatedAt: now(),
    })
    .where(isDraft(tx, returned));
}
