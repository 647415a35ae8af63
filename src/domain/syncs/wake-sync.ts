import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { enqueueTurn } from "./move-sync-run.ts";
import { findByExport } from "./queries.ts";

/** The provider says that a file is ready: it is looked at now. One that nobody waits for changes nothing. */
export async function wakeSync(
  ctx: Context,
  { connectionId, exportId }: { connectionId: string; exportId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const run = await findByExport(tx, connectionId, exportId);
    if (run?.state === "exporting") enqueueTurn(tx, run);
  });
}
