import { and, eq, inArray } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { callLegs, calls } from "./tables.ts";

/**
 * Takes a person's numbers out of calls that are not hers: where she was called in. Her own go with their messages, and
 * what was said in them.
 */
export async function eraseCalls(
  tx: TxContext,
  _customerId: string,
  addresses: readonly string[],
): Promise<readonly string[]> {
  const numbers = addresses.filter((address) => address.startsWith("+"));
  if (numbers.length === 0) return [];
  await tx.q
    .update(calls)
    .set({ otherNumber: null })
    .where(and(eq(calls.workspaceId, tx.workspaceId), inArray(calls.otherNumber, numbers)));
  await tx.q
    .update(callLegs)
    .set({ number: null })
    .where(and(eq(callLegs.workspaceId, tx.workspaceId), inArray(callLegs.number, numbers)));
  return [];
}
