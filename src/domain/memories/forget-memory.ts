import { and, eq } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { getCustomer } from "../customers/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isHers } from "./queries.ts";
import { customerMemories } from "./tables.ts";

/** From then on no turn sees it. @throws NotFound also when it is another customer's. */
export async function forgetMemory(
  ctx: Context,
  { customerId, memoryId }: { customerId: string; memoryId: string },
): Promise<void> {
  allow(ctx, "customers:write");
  await inTransaction(ctx, async (tx) => {
    await getCustomer(tx, customerId);
    const { workspaceId, id } = customerMemories;
    const isThis = and(eq(workspaceId, tx.workspaceId), eq(id, memoryId), isHers(tx, customerId));
    const gone = await tx.q.delete(customerMemories).where(isThis).returning({ id });
    if (gone.length === 0) throw new NotFound("Memory", memoryId);
    tx.emit({ name: "memory.forgotten", data: { customerId, memoryId } });
  });
}
