import { and, eq, sql } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { getConversation } from "../conversations/index.ts";
import { read } from "../events/index.ts";
import { listUploads, type Upload } from "../uploads/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type MemberDraft, memberDrafts } from "./tables.ts";

/** Which draft: the caller's own, of a reply or a note, in a conversation. */
export interface DraftPlace {
  conversationId: string;
  kind: MemberDraft["kind"];
}

/** A draft with those of its files that are still there. */
export type DraftWithFiles = MemberDraft & { files: Upload[] };

/** The caller's drafts, at most one of each kind. @throws NotFound for a conversation of another workspace. */
export async function findDrafts(ctx: Context, conversationId: string): Promise<DraftWithFiles[]> {
  allow(ctx, "conversations:write");
  const memberId = authorOfDrafts(ctx);
  await getConversation(ctx, conversationId);
  const rows = await read(ctx, (q) =>
    q
      .select()
      .from(memberDrafts)
      .where(
        and(
          eq(memberDrafts.workspaceId, ctx.workspaceId),
          eq(memberDrafts.memberId, memberId),
          eq(memberDrafts.conversationId, conversationId),
        ),
      ),
  );
  return Promise.all(rows.map((row) => withFiles(ctx, row)));
}

export async function withFiles(ctx: Context, draft: MemberDraft): Promise<DraftWithFiles> {
  return { ...draft, files: await listUploads(ctx, draft.attachmentIds) };
}

/** Uploads that somebody's draft still names. */
export async function listDraftedUploads(ctx: Context): Promise<string[]> {
  const rows = await read(ctx, (q) =>
    q
      .select({ attachmentIds: memberDrafts.attachmentIds })
      .from(memberDrafts)
      .where(
        and(eq(memberDrafts.workspaceId, ctx.workspaceId), sql`json_array_length(${memberDrafts.attachmentIds}) > 0`),
      ),
  );
  return rows.flatMap((row) => row.attachmentIds);
}

/** @throws AppError("forbidden") for programs: they have nothing half-written to keep. */
export function authorOfDrafts({ actor }: Context): string {
  if (actor.type === "member") return actor.id;
  throw new AppError("forbidden", "Drafts are for people who are logged in");
}

export function isDraft(ctx: Context, { memberId, conversationId, kind }: DraftPlace & { memberId: string }) {
  return and(
    eq(memberDrafts.workspaceId, ctx.workspaceId),
    eq(memberDrafts.memberId, memberId),
    eq(memberDrafts.conversationId, conversationId),
    eq(memberDrafts.kind, kind),
  );
}
