import type { RawTransaction } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";

/** A customer of whom nothing is known that would find her again: somebody who withheld her number. */
export async function addNameless(
  tx: RawTransaction,
  { workspaceId, name }: { workspaceId: string; name: string },
): Promise<string> {
  const id = newId();
  await tx`insert into customers (workspace_id, id, name) values (${workspaceId}, ${id}, ${name})`;
  return id;
}
