import type { Database } from "../../platform/db.ts";
import type { Sought } from "./rules.ts";
import type { ErasureRow } from "./tables.ts";

type Place = Pick<ErasureRow, "workspaceId" | "id"> & { table?: "erasures" | "privacy_requests" };

const placeOf = ({ workspaceId, id, table = "erasures" }: Place) => ({
  workspaceId,
  table,
  rowId: id,
  field: "sought_sealed",
});

/** What a person is looked for by outlives her addresses, sealed, until nothing is left to be looked for. */
export function sealSought({ seal }: Database, row: Place, sought: Sought): string {
  return seal.seal(JSON.stringify(sought), placeOf(row));
}

export function openSought({ seal }: Database, row: Place & Pick<ErasureRow, "soughtSealed">): Sought {
  if (row.soughtSealed === null) return { addresses: [], shopIds: [] };
  // Written by `sealSought`; the seal vouches for it.
  return JSON.parse(seal.open(row.soughtSealed, placeOf(row))) as Sought;
}
