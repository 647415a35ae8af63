export { type Classes, classification, classNames, columnsIn } from "./classification.ts";
export { type ErasureReason, eraseCustomer, previewErasure } from "./erase-customer.ts";
export { type Eraser, erasers } from "./erasers.ts";
export { getErasure } from "./get-erasure.ts";
export type { Holdings } from "./queries.ts";
export { runErasure } from "./run-erasure.ts";
export { type ErasureRow, erasureReasons } from "./tables.ts";
