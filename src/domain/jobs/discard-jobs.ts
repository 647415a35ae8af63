import { sql } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { jobs } from "./tables.ts";

/** Deletes work about these rows that nobody is at, dead letters with their errors too. What runs finds them gone. */
export async function discardJobsAbout(tx: TxContext, ids: readonly string[]): Promise<void> {
  await tx.q.delete(jobs).where(sql`
    ${jobs.workspaceId} = ${tx.workspaceId} and ${jobs.leaseUntil} is null and exists (
      select 1 from json_each_text(${jobs.payload}) named
      where named.value in (select json_array_elements_text(${JSON.stringify(ids)}::text::json)))`);
}
