import type { Query } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import { categories, checkStatusName, defaultNames } from "./rules.ts";
import { statuses } from "./tables.ts";

/** Gives a new workspace the default of each category, in the transaction that makes it. */
export async function seedStatuses(q: Query, workspaceId: string): Promise<void> {
  await q.insert(statuses).values(
    categories.map((category) => ({
      ...{ workspaceId, id: newId(), category, position: 0, isDefault: true },
      ...checkStatusName(defaultNames[category]),
    })),
  );
}
