import type { Records } from "../contract.ts";
import { beginExport, exportState } from "./exports/ask.ts";
import { readExport } from "./exports/read-export.ts";
import { askShop } from "./records/ask.ts";
import { changedPage } from "./records/changed.ts";
import { recordsById } from "./records/fetch.ts";

/** What a shop has, asked for in the lane of what nobody waits for. */
export const records: Records = {
  kinds: ["customer", "order", "product", "checkout", "draft_order", "discount_code"],
  changedSince: (connection, kind, since, cursor) => changedPage(askShop(connection, "sync"), kind, since, cursor),
  async fetch(connection, kind, externalIds) {
    const found = await recordsById(askShop(connection, "sync"), connection.account, kind, externalIds);
    const known = new Set(found.map(({ externalId }) => externalId));
    return { records: found, missing: externalIds.filter((id) => !known.has(id)) };
  },
  beginExport,
  exportState,
  readExport,
};
