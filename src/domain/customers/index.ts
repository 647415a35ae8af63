export { addNameless } from "./add-nameless.ts";
export { deleteCustomer, takeIdentities } from "./erase-customer.ts";
export { findCustomers, identifyCustomers } from "./identify-customers.ts";
export { moveIdentities, setMergedInto } from "./move-identities.ts";
export { nameUnnamed } from "./name-unnamed.ts";
export {
  type CustomerWithIdentities,
  getCustomer,
  isSamePerson,
  lockCustomer,
  samePeople,
  survivorOf,
} from "./queries.ts";
export type { Customer } from "./tables.ts";
