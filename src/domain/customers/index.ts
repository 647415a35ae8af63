export { type Address, identifyCustomers } from "./identify-customers.ts";
export { getCustomer, listIdentities } from "./queries.ts";
export type { Customer, Identity } from "./tables.ts";
