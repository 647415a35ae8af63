export { createLookupTable } from "./create-lookup-table.ts";
export { deleteLookupTable } from "./delete-lookup-table.ts";
export { comparisons, lookUpRows } from "./look-up-rows.ts";
export { findLookupTable, listLookupTables } from "./queries.ts";
export { replaceLookupTable } from "./replace-lookup-table.ts";
export { longest } from "./rules.ts";
export type { LookupTable } from "./tables.ts";
