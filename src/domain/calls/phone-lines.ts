import { and, eq } from "drizzle-orm";
import { AppError, NotFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { getConnection } from "../connections/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { findTeams } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import { whyNotCalled } from "./destinations.ts";
import { type LineSettings, targetsIn } from "./line-settings.ts";
import { isOwnNumber, ownNumber } from "./refuse-outside.ts";
import { type PhoneLine, phoneLines } from "./tables.ts";

/** Arranges how a number answers; it counts for calls from now on. @throws AppError("conflict") for one that is arranged. */
export async function createPhoneLine(
  ctx: Context,
  line: Pick<PhoneLine, "connectionId" | "number" | "name" | "settings">,
): Promise<PhoneLine> {
  allow(ctx, "connections:manage");
  return inTransaction(ctx, async (tx) => {
    const { integrationId } = await getConnection(tx, line.connectionId);
    if (integrationId !== "twilio-voice") {
      throw new AppError("invalid_input", "This connection carries no calls", { details: { field: "connectionId" } });
    }
    await refuseStrange(tx, line.number, line.settings);
    const [row] = await tx.q
      .insert(phoneLines)
      .values({ ...line, workspaceId: tx.workspaceId, id: newId() })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new AppError("conflict", "This number is arranged already: change that one");
    tx.emit({ name: "phone_line.changed", data: { phoneLineId: row.id } });
    return row;
  });
}

/** What is not named stays. @throws NotFound */
export async function updatePhoneLine(
  ctx: Context,
  { phoneLineId, ...set }: { phoneLineId: string; name?: string; settings?: LineSettings },
): Promise<PhoneLine> {
  allow(ctx, "connections:manage");
  return inTransaction(ctx, async (tx) => {
    const isLine = and(eq(phoneLines.workspaceId, tx.workspaceId), eq(phoneLines.id, phoneLineId));
    const [before] = await tx.q.select().from(phoneLines).where(isLine).for("update");
    if (!before) throw new NotFound("Phone line", phoneLineId);
    if (set.settings) await refuseStrange(tx, before.number, set.settings);
    if (Object.keys(set).length === 0) return before;
    const [row] = await tx.q.update(phoneLines).set(set).where(isLine).returning();
    tx.emit({ name: "phone_line.changed", data: { phoneLineId } });
    return row!;
  });
}

/** Only teams that are in use can be called, and only outside numbers that the line may call. */
async function refuseStrange(tx: TxContext, lineNumber: string, settings: LineSettings): Promise<void> {
  await refuseNumbers(tx, lineNumber, settings);
  const named = targetsIn(settings).flatMap(([path, one]) =>
    one.to === "team" && one.teamId !== null ? [{ path, teamId: one.teamId }] : [],
  );
  const known = new Set(
    (
      await findTeams(
        tx,
        named.map(({ teamId }) => teamId),
      )
    ).map(({ id }) => id),
  );
  const strange = named.find(({ teamId }) => !known.has(teamId));
  if (!strange) return;
  const field = `settings.${strange.path.join(".")}.teamId`;
  throw new AppError("invalid_input", "There is no such team in use", { details: { field } });
}

async function refuseNumbers(tx: TxContext, lineNumber: string, settings: LineSettings): Promise<void> {
  const { prefixes } = settings.outside;
  for (const [path, one] of targetsIn(settings)) {
    if (one.to !== "number") continue;
    const isOwn = one.number === lineNumber || (await isOwnNumber(tx, one.number));
    const problem = isOwn ? ownNumber(one.number) : whyNotCalled(one.number, { lineNumber, prefixes });
    const field = `settings.${path.join(".")}.number`;
    if (problem !== null) throw new AppError("invalid_input", problem, { details: { field } });
  }
}
