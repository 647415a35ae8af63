export { bounds, type Condition, conditionsOf, type Filter } from "./ast.ts";
export {
  checkFilter,
  type Fields,
  type FilterProblem,
  operatorsOf,
  problemsOf,
  refusedFilter,
} from "./check-filter.ts";
export { checkReferences } from "./check-references.ts";
export { compileFilter } from "./compile.ts";
export { evaluate } from "./evaluate.ts";
export type { FieldDefinition } from "./fields.ts";
export { type Fragment, presence } from "./kinds.ts";
export { allowFilter, asksForOrders, mayAskForOrders } from "./of-orders.ts";
export { fieldsWith, openFields, openFieldsIn } from "./open-fields.ts";
export type { CustomField } from "./queries.ts";
export { asksForMe } from "./resolve.ts";
export { readSnapshots, type Snapshot } from "./snapshots.ts";
