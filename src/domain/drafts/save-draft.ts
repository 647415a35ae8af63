import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { getConversation } from "../conversations/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { listUploads } from "../uploads/index.ts";
import type { Context } from "../workspaces/index.ts";
import { authorOfDrafts, type DraftPlace, type DraftWithFiles, isDraft, withFiles } from "./queries.ts";
import { type MemberDraft, memberDrafts } from "./tables.ts";

export interface DraftContent extends DraftPlace {
  body: string;
  attachmentIds?: readonly string[];
  /** Of the draft this text was made from; 0 when there was none. */
  version: number;
}

/**
 * Keeps what the caller is writing. It announces nothing: nobody else sees it. Safe to repeat: the same text again is
 * the same version.
 *
 * @throws AppError("conflict") when another window of hers saved, sent or discarded it since (`details.reason`
 *   "changed_meanwhile"; `details.draft` is what is there now, or null): no text is ever written over unseen.
 */
export async function saveDraft(ctx: Context, content: DraftContent): Promise<DraftWithFiles> {
  allow(ctx, "conversations:write");
  const place = { conversationId: content.conversationId, kind: content.kind, memberId: authorOfDrafts(ctx) };
  return inTransaction(ctx, async (tx) => {
    await getConversation(tx, place.conversationId);
    // A file thrown away meanwhile is no reason to lose the text.
    const attachmentIds = (await listUploads(tx, content.attachmentIds ?? [])).map(({ id }) => id);
    const written = { body: content.body, attachmentIds, updatedAt: now() };
    if (content.version === 0) {
      const version = now().getTime();
      const first = { ...place, ...written, version, workspaceId: tx.workspaceId, id: newId() };
      const [made] = await tx.q.insert(memberDrafts).values(first).onConflictDoNothing().returning();
      if (made) return withFiles(tx, made);
    }
    const [before] = await tx.q.select().from(memberDrafts).where(isDraft(tx, place)).for("update");
    if (before && isSame(before, written)) return withFiles(tx, before);
    if (before?.version !== content.version) throw await changedMeanwhile(tx, before);
    const [after] = await tx.q
      .update(memberDrafts)
      .set({ ...written, version: before.version + 1 })
      .where(isDraft(tx, place))
      .returning();
    return withFiles(tx, after!);
  });
}

function isSame(before: MemberDraft, { body, attachmentIds }: Pick<MemberDraft, "body" | "attachmentIds">): boolean {
  return before.body === body && before.attachmentIds.join() === attachmentIds.join();
}

async function changedMeanwhile(tx: TxContext, there: MemberDraft | undefined): Promise<AppError> {
  const draft = there ? await withFiles(tx, there) : null;
  return new AppError("conflict", "This draft was changed in another window", {
    details: {
      reason: "changed_meanwhile",
      draft: draft && {
        ...{ body: draft.body, version: draft.version, updatedAt: draft.updatedAt.toISOString() },
        attachments: draft.files.map(({ id, name, contentType, sizeBytes }) => ({ id, name, contentType, sizeBytes })),
      },
    },
  });
}
