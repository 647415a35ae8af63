import { and, asc, eq } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { numbers, type PhoneNumber } from "./tables.ts";

/** By number; of one connection, or of all. */
export async function listNumbers(
  ctx: Context,
  { connectionId }: { connectionId?: string | undefined } = {},
): Promise<PhoneNumber[]> {
  allow(ctx, "connections:read");
  return read(ctx, (q) =>
    q
      .select()
      .from(numbers)
      .where(
        and(
          eq(numbers.workspaceId, ctx.workspaceId),
          connectionId === undefined ? undefined : eq(numbers.connectionId, connectionId),
        ),
      )
      .orderBy(asc(numbers.number), asc(numbers.id)),
  );
}

/** @throws NotFound also when it is another workspace's. */
export async function getNumber(ctx: Context, numberId: string): Promise<PhoneNumber> {
  const [row] = await read(ctx, (q) => q.select().from(numbers).where(isNumber(ctx, numberId)));
  if (!row) throw new NotFound("Number", numberId);
  return row;
}

/** Takes the row's lock. @throws NotFound */
export async function lockNumber(tx: TxContext, numberId: string): Promise<PhoneNumber> {
  const [row] = await tx.q.select().from(numbers).where(isNumber(tx, numberId)).for("update");
  if (!row) throw new NotFound("Number", numberId);
  return row;
}

export function isNumber(ctx: Context, numberId: string) {
  return and(eq(numbers.workspaceId, ctx.workspaceId), eq(numbers.id, numberId));
}
