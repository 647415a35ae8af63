export { listRecordChecks, noteCheckFailed, noteCompared, noteHealed } from "./checks.ts";
export { type CustomerCommerce, getCustomerCommerce } from "./commerce-queries.ts";
export { deleteRecords } from "./delete-records.ts";
export { eraseShopRecords, tablesOfShop } from "./erase-shop.ts";
export { eraseShopData } from "./erase-shop-data.ts";
export { openShopperLookup } from "./find-order-for-shopper.ts";
export { findOrders, getOrder, mostFound } from "./find-orders.ts";
export { findProduct } from "./find-product.ts";
export { findVariants, mostVariants } from "./find-variants.ts";
export { holdVariant } from "./hold-variant.ts";
export { findLeftCart, type LeftCart } from "./left-carts.ts";
export { linkCustomers } from "./link-customers.ts";
export { moveShopRecords } from "./move-shop-records.ts";
export { noteLookupFailed } from "./note-lookup-failed.ts";
export { type Hint, noteDrift, noteStale } from "./note-stale.ts";
export { placeOfCustomer } from "./place-of-customer.ts";
export { getLookup, listLookups, listOrders, shopNames } from "./queries.ts";
export type { CustomerRecord, OrderRecord, ShopRecord } from "./records.ts";
export { requestReconciliation, requestRefresh } from "./request-refresh.ts";
export type { Lookup } from "./rules.ts";
export { saveLookup } from "./save-lookup.ts";
export { saveRecords } from "./save-records.ts";
export { searchProducts } from "./search-products.ts";
export { claimShopCustomer, customersOfShop } from "./shop-people.ts";
export { listStale, settleStale } from "./stale-queries.ts";
export {
  type Hers,
  type LastOrder,
  lastOrderOf,
  lifetimeValueOf,
  listCurrencies,
  openReturnsOf,
  readStandings,
  type Standing,
  shopTagsOf,
} from "./standings.ts";
export type { Order, ShopLookup, StaleRecord } from "./tables.ts";
export { variantsByRef } from "./variants-by-ref.ts";
