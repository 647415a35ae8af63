import type { Database } from "../../platform/db.ts";
import { clearIndex } from "./queries.ts";

/**
 * Builds the index of a workspace anew from the tables: `followLog` does it step by step, beside what happens
 * meanwhile, and goes on where it was if it is stopped. Until then what is not read again is not found.
 */
export async function rebuildIndex(db: Database, workspaceId: string): Promise<void> {
  await clearIndex(db, workspaceId, { source: "customer", after: null });
}
