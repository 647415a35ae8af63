export { findCustomers, identifyCustomers } from "./identify-customers.ts";
export { getCustomer } from "./queries.ts";
