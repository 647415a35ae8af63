import { wakeSync } from "../domain/syncs/index.ts";
import { type Cause, systemContext } from "../domain/workspaces/index.ts";
import type { Fact } from "../integrations/contract.ts";
import type { Database } from "../platform/db.ts";

/** Providers say that files are ready: whoever waits for them looks now. */
export async function wakeSyncs(
  db: Database,
  rows: readonly { workspaceId: string; connectionId: string; cause: Cause | null; facts: readonly Fact[] }[],
): Promise<void> {
  for (const { workspaceId, connectionId, cause, facts } of rows) {
    for (const fact of facts) {
      if (fact.kind !== "export-finished") continue;
      await wakeSync(systemContext(db, workspaceId, "ingest", cause), { connectionId, exportId: fact.exportId });
    }
  }
}
