import { and, eq } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { getConnection } from "../connections/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isNumber } from "./queries.ts";
import { numbers, type PhoneNumber } from "./tables.ts";

/** What the provider asks for it now. */
interface Offer {
  number: string;
  kind: PhoneNumber["kind"];
  texts: boolean;
  pictures: boolean;
  calls: boolean;
  priceMinor: number;
  currency: string;
}
export interface Order {
  connectionId: string;
  offer: Offer;
  /** The price a month that whoever orders was shown. */
  confirmed: Pick<Offer, "priceMinor" | "currency">;
}

/**
 * Orders a number, which costs money every month: a job buys it, once. Ordering it again while it is being bought, or
 * when it is there, changes nothing.
 *
 * @throws AppError("conflict") with `details.reason` "price_changed" when another price was confirmed than is asked.
 */
export async function orderNumber(ctx: Context, { connectionId, offer, confirmed }: Order): Promise<PhoneNumber> {
  allow(ctx, "connections:manage");
  const { priceMinor, currency } = offer;
  if (priceMinor !== confirmed.priceMinor || currency !== confirmed.currency) {
    throw new AppError("conflict", "The price is another one by now: look at it again, then order", {
      details: { reason: "price_changed", priceMinor, currency },
    });
  }
  return inTransaction(ctx, async (tx) => {
    const { state } = await getConnection(tx, connectionId);
    if (state === "disconnected") {
      throw new AppError("conflict", "Connect it again first", { details: { reason: "disconnected" } });
    }
    const orderedBy = tx.actor.type === "member" ? tx.actor.id : null;
    const ordered = { ...offer, orderedBy, state: "ordered", stateReason: null, attemptedAt: null } as const;
    const made = { ...ordered, workspaceId: tx.workspaceId, id: newId(), connectionId, lacks: [] };
    const [inserted] = await tx.q.insert(numbers).values(made).onConflictDoNothing().returning();
    const before = inserted ?? (await lockByNumber(tx, connectionId, offer.number));
    if (!inserted && before.state !== "refused" && before.state !== "released") return before;
    const row = inserted ?? (await orderAgain(tx, before.id, ordered));
    tx.emit({ name: "number.ordered", data: { numberId: row.id, connectionId } });
    return row;
  });
}

async function lockByNumber(tx: TxContext, connectionId: string, number: string): Promise<PhoneNumber> {
  const [row] = await tx.q
    .select()
    .from(numbers)
    .where(
      and(eq(numbers.workspaceId, tx.workspaceId), eq(numbers.connectionId, connectionId), eq(numbers.number, number)),
    )
    .for("update");
  // The unique key has just refused another one.
  return row!;
}

async function orderAgain(tx: TxContext, numberId: string, ordered: Partial<PhoneNumber>): Promise<PhoneNumber> {
  const afresh = { ...ordered, externalId: null, isSetUp: false, lacks: [], refreshedAt: null };
  const [row] = await tx.q.update(numbers).set(afresh).where(isNumber(tx, numberId)).returning();
  return row!;
}
