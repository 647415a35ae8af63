import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isNumber, lockNumber } from "./queries.ts";
import { numbers, type PhoneNumber } from "./tables.ts";

/**
 * Gives a number back: it costs nothing any more, and somebody else may get it. A job tells the provider. Safe to
 * repeat. @throws AppError("conflict") while it is being bought.
 */
export async function releaseNumber(ctx: Context, { numberId }: { numberId: string }): Promise<PhoneNumber> {
  allow(ctx, "connections:manage");
  return inTransaction(ctx, async (tx) => {
    const before = await lockNumber(tx, numberId);
    if (before.state === "ordered") {
      throw new AppError("conflict", "It is being bought: wait until it is there, then give it back", {
        details: { reason: "being_bought" },
      });
    }
    if (before.state !== "active") return before;
    const [row] = await tx.q
      .update(numbers)
      .set({ state: "releasing", stateReason: null })
      .where(isNumber(tx, numberId))
      .returning();
    tx.emit({ name: "number.release_requested", data: { numberId, connectionId: before.connectionId } });
    return row!;
  });
}

/** The provider has it back. Safe to repeat. */
export async function markReleased(ctx: Context, { numberId }: { numberId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { state, connectionId } = await lockNumber(tx, numberId);
    if (state !== "releasing") return;
    await tx.q.update(numbers).set({ state: "released", isSetUp: false, lacks: [] }).where(isNumber(tx, numberId));
    tx.emit({ name: "number.released", data: { numberId, connectionId } });
  });
}

/** The provider keeps it with us, and says why. Safe to repeat. */
export async function markNotReleased(
  ctx: Context,
  { numberId, reason }: { numberId: string; reason: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { state, connectionId } = await lockNumber(tx, numberId);
    if (state !== "releasing") return;
    await tx.q.update(numbers).set({ state: "active", stateReason: reason }).where(isNumber(tx, numberId));
    tx.emit({ name: "number.kept", data: { numberId, connectionId } });
  });
}

/** Lets a job point its webhooks here and make it a sender of the shop's texts. Safe to repeat. */
export async function requestSetup(ctx: Context, { numberId }: { numberId: string }): Promise<PhoneNumber> {
  allow(ctx, "connections:manage");
  return inTransaction(ctx, async (tx) => {
    const row = await lockNumber(tx, numberId);
    if (row.state !== "active") {
      throw new AppError("conflict", "Only a number that is there can be set up", { details: { reason: row.state } });
    }
    const payload = { numberId, connectionId: row.connectionId };
    tx.enqueue({ queue: "numbers", name: "number.set_up", payload, orderingKey: row.connectionId });
    return row;
  });
}
