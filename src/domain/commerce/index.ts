export { noteLookupFailed } from "./note-lookup-failed.ts";
export { getLookup, listLookups, listOrders } from "./queries.ts";
export type { Lookup } from "./rules.ts";
export { type ShopOrder, type ShopRecord, saveLookup } from "./save-lookup.ts";
export type { Fulfillment, Order, OrderLine, ShopCustomer } from "./tables.ts";
