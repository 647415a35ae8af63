export { beginBuying, markBought, markNotBought } from "./buy-number.ts";
export { keepNumbers, requestNumbers } from "./keep-numbers.ts";
export { orderNumber } from "./order-number.ts";
export { getNumber, listNumbers } from "./queries.ts";
export { markNotReleased, markReleased, releaseNumber, requestSetup } from "./release-number.ts";
export { requestNumbersBeside } from "./request-numbers-beside.ts";
export type { PhoneNumber } from "./tables.ts";
