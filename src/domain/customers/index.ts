export { deleteCustomer, takeIdentities } from "./erase-customer.ts";
export { findCustomers, identifyCustomers } from "./identify-customers.ts";
export { getCustomer, lockCustomer } from "./queries.ts";
