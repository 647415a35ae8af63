export { eraseShopData } from "./erase-shop-data.ts";

export { moveShopRecords } from "./move-shop-records.ts";

export { noteLookupFailed } from "./note-lookup-failed.ts";
export { getLookup, listLookups, listOrders } from "./queries.ts";
export type { Lookup } from "./rules.ts";
export { type ShopOrder, saveLookup } from "./save-lookup.ts";
export type { Order, ShopCustomer } from "./tables.ts";
