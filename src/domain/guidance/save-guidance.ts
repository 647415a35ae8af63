import { eq, sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { getTeamInUse } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { GuidanceContent } from "./content.ts";
import { problemsOf } from "./problems.ts";
import { getWorkingCopy } from "./queries.ts";
import { guidance, type WorkingCopy } from "./tables.ts";

export interface NewGuidance {
  content: GuidanceContent;
  /** The version the author has seen; 0 before the first save. */
  version: number;
}

/**
 * Keeps the working copy. Nothing goes by it until it is published. Safe to repeat: without a difference nothing happens.
 *
 * @throws AppError("conflict") when somebody saved meanwhile (`details.reason` "changed_meanwhile").
 * @throws AppError("invalid_input") for what cannot be followed; `details.problems` says what and where.
 */
export async function saveGuidance(ctx: Context, { content, version }: NewGuidance): Promise<WorkingCopy> {
  allow(ctx, "settings:manage");
  refuseProblems(content);
  return inTransaction(ctx, async (tx) => {
    await lockGuidance(tx);
    const before = await getWorkingCopy(tx);
    const isSame = JSON.stringify(before.content) === JSON.stringify(content);
    if (isSame && "id" in before) return before as WorkingCopy; // a row, for it has an id
    if (version !== before.version) throw changedMeanwhile(before.version);
    if (content.handOverTeamId !== null) await getTeamInUse(tx, content.handOverTeamId);
    return keepWorkingCopy(tx, content, before.version + 1);
  });
}

/** Of two who save or publish at once, the second sees what the first did. */
export async function lockGuidance(tx: TxContext): Promise<void> {
  await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`guidance ${tx.workspaceId}`}, 0))`);
}

export function changedMeanwhile(version: number): AppError {
  return new AppError("conflict", "Somebody changed the guidance meanwhile", {
    details: { reason: "changed_meanwhile", version },
  });
}

export function refuseProblems(content: GuidanceContent): void {
  const problems = problemsOf(content);
  const [first] = problems;
  if (!first) return;
  throw new AppError("invalid_input", `The guidance cannot be followed: ${first.message}`, {
    details: { reason: "guidance_problems", problems },
  });
}

/** The caller holds the guidance's lock. */
export async function keepWorkingCopy(tx: TxContext, content: GuidanceContent, version: number): Promise<WorkingCopy> {
  const savedBy = tx.actor.type === "member" ? tx.actor.id : null;
  const set = { content, version, savedBy, updatedAt: now() };
  const [row] = await tx.q
    .insert(guidance)
    .values({ workspaceId: tx.workspaceId, id: newId(), ...set })
    .onConflictDoUpdate({ target: [guidance.workspaceId], set, setWhere: eq(guidance.workspaceId, tx.workspaceId) })
    .returning();
  tx.emit({ name: "guidance.saved", data: { from: String(version - 1), to: String(version) } });
  return row!;
}
