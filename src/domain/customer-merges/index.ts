export { forgetMerged } from "./forget-merged.ts";
export { mergeCustomers, settleCustomerMerge } from "./merge-customers.ts";
export { explainSignals, proposeMerges } from "./propose-merges.ts";
export { listCustomerMerges, namesOfCustomers, refuseMergedAway } from "./queries.ts";
export type { CustomerMerge } from "./tables.ts";
export { forgetDistinction, tellApart } from "./tell-apart.ts";
export { undoCustomerMerge } from "./undo-customer-merge.ts";
