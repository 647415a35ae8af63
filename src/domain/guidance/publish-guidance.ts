import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { getTeamInUse } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { GuidanceContent } from "./content.ts";
import { findPublished, getGuidanceVersion, getWorkingCopy } from "./queries.ts";
import { changedMeanwhile, keepWorkingCopy, lockGuidance, refuseProblems } from "./save-guidance.ts";
import { type GuidanceVersion, guidanceVersions } from "./tables.ts";

export type Publication =
  /** The working copy, as it was at this version. */
  | { version: number }
  /** An older published one anew, which becomes the working copy too. */
  | { number: number };

/**
 * Lets every turn that begins from now on go by it. What is published stays as it is for ever; a turn under way goes on
 * with what it began with. Safe to repeat: what is published already is not published again.
 *
 * @throws NotFound for an unknown number; AppError("conflict") when the working copy was saved meanwhile.
 * @throws AppError("invalid_input") when it cannot be followed (any more): `details.problems` says why.
 */
export async function publishGuidance(ctx: Context, wanted: Publication): Promise<GuidanceVersion> {
  allow(ctx, "settings:manage");
  return inTransaction(ctx, async (tx) => {
    await lockGuidance(tx);
    const published = await findPublished(tx);
    const content = await contentOf(tx, wanted);
    if (published && JSON.stringify(published.content) === JSON.stringify(content)) return published;
    refuseProblems(content);
    if (content.handOverTeamId !== null) await getTeamInUse(tx, content.handOverTeamId);
    const number = (published?.number ?? 0) + 1;
    const [row] = await tx.q
      .insert(guidanceVersions)
      .values({
        ...{ workspaceId: tx.workspaceId, id: newId(), number, content },
        copyOf: "number" in wanted ? wanted.number : null,
        publishedBy: tx.actor.type === "member" ? tx.actor.id : null,
      })
      .returning();
    const from = published ? { from: String(published.number) } : {};
    tx.emit({ name: "guidance.published", data: { ...from, to: String(number) } });
    return row!;
  });
}

async function contentOf(tx: TxContext, wanted: Publication): Promise<GuidanceContent> {
  const copy = await getWorkingCopy(tx);
  if ("version" in wanted) {
    if (wanted.version !== copy.version) throw changedMeanwhile(copy.version);
    return copy.content;
  }
  const { content } = await getGuidanceVersion(tx, wanted.number);
  if (JSON.stringify(copy.content) !== JSON.stringify(content)) await keepWorkingCopy(tx, content, copy.version + 1);
  return content;
}
