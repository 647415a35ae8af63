export { askWhenBack } from "./ask-when-back.ts";
export { endStockRequest } from "./end-stock-request.ts";
export { forgetRequestsOfShop } from "./forget-shop.ts";
export { noteTold } from "./note-told.ts";
export { type AskedFor, findAskedFor, findRestocked, listStockRequests } from "./queries.ts";
export { stockRequestStates } from "./rules.ts";
export type { StockRequest } from "./tables.ts";
