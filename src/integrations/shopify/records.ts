import { ProviderRejected } from "../../platform/errors.ts";
import type { Records } from "../contract.ts";
import { beginExport, exportState } from "./exports/ask.ts";
import { readExport } from "./exports/read-export.ts";
import { MissingScope } from "./failure.ts";
import { askShop } from "./records/ask.ts";
import { changedPage } from "./records/changed.ts";
import { ordersMeant, recordsById } from "./records/fetch.ts";

/** What a shop has, asked for in the lane of what nobody waits for. */
export const records: Records = {
  kinds: ["customer", "order", "product", "checkout", "draft_order", "discount_code"],
  changedSince: (connection, kind, since, cursor) =>
    changedPage(askShop(connection, "sync"), kind, since, cursor).catch(ofOneKind),
  async fetch(connection, kind, externalIds) {
    const ask = askShop(connection, "sync");
    const meant = kind === "order" ? await ordersMeant(ask, externalIds) : new Map(externalIds.map((id) => [id, id]));
    const found = await recordsById(ask, connection.account, kind, [...meant.values()]).catch(ofOneKind);
    const known = new Set(found.map(({ externalId }) => externalId));
    return { records: found, missing: externalIds.filter((id) => !known.has(meant.get(id) ?? "")) };
  },
  beginExport,
  exportState,
  readExport,
};

/** What the app may not read of one kind does not break the connection: the others go on. */
function ofOneKind(error: unknown): never {
  if (!(error instanceof MissingScope)) throw error;
  throw new ProviderRejected(error.message, { cause: error });
}
