import { and, eq, inArray } from "drizzle-orm";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { listOpenRequestsOf, settleRequest } from "./queries.ts";
import { erasures } from "./tables.ts";

/** Somebody is gone: the requests to be forgotten that were about her, and nobody else who is still here, are done. */
export async function settleErased(ctx: Context, { customerId }: { customerId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    for (const { id, customerIds } of await listOpenRequestsOf(tx, customerId)) {
      const gone = await tx.q
        .select({ customerId: erasures.customerId })
        .from(erasures)
        .where(
          and(
            eq(erasures.workspaceId, tx.workspaceId),
            inArray(erasures.customerId, customerIds),
            eq(erasures.stage, "done"),
          ),
        );
      if (gone.length === customerIds.length) await settleRequest(tx, id, "done");
    }
  });
}
