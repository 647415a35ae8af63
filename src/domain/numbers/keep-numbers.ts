import { isDeepStrictEqual } from "node:util";
import { and, asc, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { getConnection } from "../connections/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isNumber } from "./queries.ts";
import { numbers, type PhoneNumber } from "./tables.ts";

/** A number as the provider has it. */
type KnownNumber = Pick<
  PhoneNumber,
  "number" | "kind" | "texts" | "pictures" | "calls" | "isSetUp" | "registration" | "lacks"
> & { externalId: string };

/** Nobody is still about to buy what was first asked for so long ago. */
const boughtWithinMs = 24 * 3_600_000;

/**
 * Brings the numbers of a connection to what the provider says. What is ordered or being given back is left to its job,
 * unless the provider has it already: what was bought and not written down, because its job died, is bought from here.
 * Announced only when something is different.
 */
export async function keepNumbers(
  ctx: Context,
  { connectionId, found }: { connectionId: string; found: readonly KnownNumber[] },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const own = and(eq(numbers.workspaceId, tx.workspaceId), eq(numbers.connectionId, connectionId));
    const rows = await tx.q.select().from(numbers).where(own).orderBy(asc(numbers.id)).for("update");
    const before = new Map(rows.map((row) => [row.number, row]));
    let changed = 0;
    for (const known of found) changed += await keepOne(tx, connectionId, known, before.get(known.number));
    const there = new Set(found.map(({ number }) => number));
    for (const row of before.values()) {
      if (there.has(row.number)) continue;
      if (isForgotten(row)) changed += await forget(tx, row.id);
      if (row.state !== "active") continue;
      const gone = { state: "released", stateReason: "It is no longer in the account", isSetUp: false } as const;
      await tx.q.update(numbers).set(gone).where(isNumber(tx, row.id));
      changed++;
    }
    if (changed > 0) tx.emit({ name: "connection.numbers_changed", data: { connectionId } });
  });
}

function isForgotten({ state, attemptedAt }: PhoneNumber): boolean {
  return state === "ordered" && attemptedAt !== null && now().getTime() - attemptedAt.getTime() > boughtWithinMs;
}

async function forget(tx: TxContext, numberId: string): Promise<1> {
  const stateReason = "It was not bought, and is not in the account: order it again if you still want it";
  await tx.q.update(numbers).set({ state: "refused", stateReason }).where(isNumber(tx, numberId));
  return 1;
}

/** @returns 1 when something is different from before. */
async function keepOne(tx: TxContext, connectionId: string, known: KnownNumber, before?: PhoneNumber): Promise<0 | 1> {
  const refreshedAt = now();
  if (!before) {
    const made = { ...known, workspaceId: tx.workspaceId, id: newId(), connectionId, state: "active" } as const;
    await tx.q
      .insert(numbers)
      .values({ ...made, refreshedAt })
      .onConflictDoNothing();
    return 1;
  }
  // Of what was asked for, that it was bought had not been written down; whoever is about to do so finds it done.
  const isBought = before.state === "ordered" || (before.state === "refused" && before.attemptedAt !== null);
  const isBack = isBought || before.state === "released" || before.state === "refused";
  const told = { ...known, ...(isBack && { state: "active" as const, stateReason: null }) };
  const isSame = isDeepStrictEqual({ ...before, ...told }, before);
  await tx.q
    .update(numbers)
    .set({ ...told, refreshedAt })
    .where(isNumber(tx, before.id));
  if (isBought) tx.emit({ name: "number.bought", data: { numberId: before.id, connectionId } });
  return isSame ? 0 : 1;
}

/** Asks the provider about all numbers of a connection, soon. Safe to repeat. */
export async function requestNumbers(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  allow(ctx, "connections:manage");
  await inTransaction(ctx, async (tx) => {
    const { state } = await getConnection(tx, connectionId);
    if (state === "disconnected") return;
    const orderingKey = connectionId;
    tx.enqueue({ queue: "numbers", name: "numbers.read", payload: { connectionId }, orderingKey });
  });
}
