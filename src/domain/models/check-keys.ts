import { and, eq, isNull, lt, or } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isKey } from "./queries.ts";
import { warningDue } from "./rules.ts";
import { modelChoices, modelKeys, type OfferedModel } from "./tables.ts";

const checkedEveryMs = 24 * 3_600_000;

/** Asks for a look whether the provider takes a key, and what it offers. @throws NotFound */
export async function requestKeyCheck(ctx: Context, { modelKeyId }: { modelKeyId: string }): Promise<void> {
  allow(ctx, "settings:manage");
  await inTransaction(ctx, async (tx) => {
    const [key] = await tx.q.select({ id: modelKeys.id }).from(modelKeys).where(isKey(tx, modelKeyId));
    if (!key) throw new NotFound("Model key", modelKeyId);
    tx.enqueue({ queue: "ai", name: "model_key.check", payload: { modelKeyId } });
  });
}

/** Once a day for each key: models are withdrawn, and keys end. */
export async function requestDueKeyChecks(ctx: Context): Promise<void> {
  const before = new Date(now().getTime() - checkedEveryMs);
  await inTransaction(ctx, async (tx) => {
    const isDue = or(isNull(modelKeys.checkedAt), lt(modelKeys.checkedAt, before));
    const due = await tx.q
      .select({ id: modelKeys.id })
      .from(modelKeys)
      .where(and(eq(modelKeys.workspaceId, tx.workspaceId), isDue));
    for (const { id } of due) tx.enqueue({ queue: "ai", name: "model_key.check", payload: { modelKeyId: id } });
  });
}

export type KeyCheck = { state: "working"; offered: OfferedModel[] | null } | { state: "refused"; reason: string };

/**
 * What a provider said of a key. Tells of models that will end soon: once a month, a week before, and on the day.
 * Safe to repeat; a key that is gone is nobody's business.
 */
export async function noteKeyCheck(ctx: Context, modelKeyId: string, check: KeyCheck): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [before] = await tx.q.select().from(modelKeys).where(isKey(tx, modelKeyId)).for("update");
    if (!before) return;
    const stateReason = check.state === "refused" ? check.reason.slice(0, 500) : null;
    const offered = check.state === "working" ? check.offered : before.offered;
    const { state } = check;
    await tx.q.update(modelKeys).set({ state, stateReason, offered, checkedAt: now() }).where(isKey(tx, modelKeyId));
    if (state !== before.state)
      tx.emit({ name: "model_key.checked", data: { modelKeyId, from: before.state, to: state } });
    await warnOfEnds(tx, modelKeyId, offered);
  });
}

async function warnOfEnds(tx: TxContext, modelKeyId: string, offered: OfferedModel[] | null): Promise<void> {
  const withKey = and(eq(modelChoices.workspaceId, tx.workspaceId), eq(modelChoices.modelKeyId, modelKeyId));
  for (const choice of await tx.q.select().from(modelChoices).where(withKey).for("update")) {
    const endsOn = offered?.find(({ id }) => id === choice.model)?.endsOn ?? choice.endsOn;
    const due = warningDue(endsOn, now());
    const said = endsOn === choice.endsOn ? choice.warnedDays : null;
    const isNews = due !== null && (said === null || due < said);
    if (endsOn === choice.endsOn && !isNews) continue;
    await tx.q
      .update(modelChoices)
      .set({ endsOn, warnedDays: isNews ? due : said })
      .where(and(withKey, eq(modelChoices.id, choice.id)));
    if (isNews) tx.emit({ name: "model_choice.warned", data: { modelKeyId, purpose: choice.purpose, days: due } });
  }
}
