import { z } from "zod";
import { type Correction, titlesOf } from "../../../domain/corrections/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { namedConversation } from "../conversations/conversation-shape.ts";

export const correctionBy = z.object({
  type: z.enum(["customer", "member", "app", "ai", "rule", "system"]),
  id: z.string().nullable(),
  name: z.string(),
});
export const correctionKind = z.enum(["merge", "split", "move"]);
const conversation = namedConversation;

export const correctionShape = z
  .object({
    id: z.uuid(),
    kind: correctionKind,
    from: conversation,
    to: conversation.describe("Of a split: the new conversation."),
    messageIds: z.array(z.uuid()).describe("Those split off or moved; empty for a merge, which takes all."),
    messageCount: z.number().int(),
    by: correctionBy,
    at: z.iso.datetime(),
    undone: z.object({ by: correctionBy, at: z.iso.datetime() }).nullable(),
  })
  .meta({ id: "Correction" });

export async function showCorrections(
  ctx: Context,
  rows: readonly Correction[],
): Promise<(row: Correction) => z.input<typeof correctionShape>> {
  const titles = await titlesOf(
    ctx,
    rows.flatMap((row) => [row.fromConversationId, row.toConversationId]),
  );
  const named = (id: string) => ({ id, ...(titles.get(id) ?? { subject: "", channel: "email" as const }) });
  return ({ id, kind, messageIds, messageCount, by, undoneAt, undoneBy, ...row }) => ({
    ...{ id, kind, messageIds, messageCount, by },
    from: named(row.fromConversationId),
    to: named(row.toConversationId),
    at: row.createdAt.toISOString(),
    undone: undoneAt && undoneBy ? { by: undoneBy, at: undoneAt.toISOString() } : null,
  });
}

export async function showCorrection(ctx: Context, row: Correction): Promise<z.input<typeof correctionShape>> {
  return (await showCorrections(ctx, [row]))(row);
}
